// Loads the page again when the content or a template has changed. Only an editor's preview asks for this file.
const events = new EventSource('/preview/events');
events.addEventListener('reload', () => location.reload());
