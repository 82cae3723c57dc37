/** A function that does nothing: the minimum of every start. */
export const handler = async () => ({ statusCode: 200 });
