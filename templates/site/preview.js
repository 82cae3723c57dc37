// Loads the page again when the content or a template has changed. Only an editor's preview asks for this file.
const events = new EventSource('/preview/events');
events.addEventListener('reload', () => location.reload());

// What was saved between this page and the connection was told to nobody: the page as it came is compared with what it is now.
const tag = async (cache) => (await fetch(location.href, { cache })).headers.get('ETag');
events.addEventListener('open', async () => {
  if ((await tag('force-cache')) !== (await tag('no-store'))) location.reload();
});
