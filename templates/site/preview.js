// Loads the page again when the content or a template has changed. Only an editor's preview asks for this file.
let events;
const isListening = () => events !== undefined && events.readyState !== EventSource.CLOSED;
const rest = () => events?.close();

function listen() {
  if (isListening()) return;
  events = new EventSource('/preview/events');
  events.addEventListener('reload', () => location.reload());
  events.addEventListener('rest', rest);
  events.addEventListener('open', compare);
}

// What was saved between this page and the connection was told to nobody: the page as it came is compared with what it is now.
const tag = async (cache) => (await fetch(location.href, { cache })).headers.get('ETag');
async function compare() {
  if ((await tag('force-cache')) !== (await tag('no-store'))) location.reload();
}

// A browser has six connections for all pages of a site: a page that nobody sees must not hold one.
document.addEventListener('visibilitychange', () => (document.hidden ? rest() : listen()));
addEventListener('focus', listen);
if (!document.hidden) listen();
