// Shows results while somebody types: asks for the page of the search, and takes its results. Without this file, the form does.
const form = document.getElementById('search');
const field = form.elements.q;
const status = document.getElementById('search-status');
const results = document.getElementById('search-results');

/** Milliseconds without a key before the site is asked. */
const PAUSE = 180;

let asked;
let timer;
let shown = field.value.trim();

const addressOf = (query) => (query === '' ? '/search' : `/search?${new URLSearchParams({ q: query })}`);

async function show(query) {
  asked?.abort();
  asked = new AbortController();
  const { signal } = asked;
  try {
    const response = await fetch(addressOf(query), { signal, headers: { Accept: 'text/html' } });
    if (!response.ok) throw new Error(response.statusText);
    const page = new DOMParser().parseFromString(await response.text(), 'text/html');
    if (signal.aborted) return;
    results.replaceChildren(...page.getElementById('search-results').childNodes);
    status.textContent = page.getElementById('search-status').textContent;
    document.title = page.title;
    history.replaceState(null, '', addressOf(query));
  } catch (error) {
    if (error.name === 'AbortError') return;
    shown = undefined;
    status.textContent = form.dataset.failed;
  }
}

function showSoon(pause) {
  clearTimeout(timer);
  timer = setTimeout(() => {
    const query = field.value.trim();
    if (query === shown) return;
    shown = query;
    show(query);
  }, pause);
}

// An input method composes a character in several steps: only the last one is a word.
field.addEventListener('input', (event) => {
  if (!event.isComposing) showSoon(PAUSE);
});
field.addEventListener('compositionend', () => showSoon(PAUSE));
