/** How a contract opens what it is run on, once for each test; some adapters take a moment. */
export type Open<T> = () => Opened<T> | Promise<Opened<T>>;
type Opened<T> = T & { close(): void | Promise<void> };
