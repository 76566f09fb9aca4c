// Runs in every measured page before its own scripts. It notes when something changed last (DOM,
// shadow DOM and drawn canvases), when the last trusted click or key was, and tells when a page
// has settled: what is asked for is there, and nothing has changed for a while.
(() => {
  const seen = {last: 0, input: 0, drawn: 0, draws: new WeakMap()};
  const now = () => performance.now();
  const touched = () => { seen.last = now(); };

  // A running sign in a corner is no part of the page.
  const QUIET = '[data-testid="stStatusWidget"], [data-testid="stToolbar"]';
  const SILENT = new Set(['HEAD', 'TITLE', 'STYLE', 'LINK', 'SCRIPT', 'META']);
  const STATES = new Set(['data-test-script-state', 'data-test-connection-state']);
  const observer = new MutationObserver((records) => {
    for (const record of records) {
      const element = record.target.nodeType === 1 ? record.target : record.target.parentElement;
      if (element && (SILENT.has(element.tagName) || element.closest(QUIET))) continue;
      if (record.type === 'attributes' && STATES.has(record.attributeName)) continue;
      return touched();
    }
  });
  const watch = (root) => observer.observe(
    root, {subtree: true, childList: true, attributes: true, characterData: true});
  watch(document);
  const attach = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function (options) {
    const root = attach.call(this, options);
    watch(root);
    return root;
  };
  for (const name of ['fill', 'stroke', 'fillRect', 'strokeRect', 'fillText', 'drawImage']) {
    const draw = CanvasRenderingContext2D.prototype[name];
    CanvasRenderingContext2D.prototype[name] = function (...given) {
      if (this.canvas.isConnected) {
        seen.draws.set(this.canvas, seen.drawn += 1);
        touched();
      }
      return draw.apply(this, given);
    };
  }
  for (const kind of ['click', 'keydown'])
    addEventListener(kind, (event) => { if (event.isTrusted) seen.input = event.timeStamp; }, true);
  const all = (selector, root = document, found = []) => {
    if (root.shadowRoot) all(selector, root.shadowRoot, found);
    found.push(...root.querySelectorAll(selector));
    for (const element of root.querySelectorAll('*'))
      if (element.shadowRoot) all(selector, element.shadowRoot, found);
    return found;
  };
  // What a canvas holds for those who cannot see it is never displayed.
  const shown = (element) => element.checkVisibility() || element.closest('canvas') !== null;

  // A chart as text: its marks, or when its canvas was drawn last. Empty when nothing is drawn.
  const marks = (chart, selector) => {
    const paths = all(selector, chart).map((mark) => mark.getAttribute('d'));
    if (paths.length) return paths.join(' ');
    const drawn = all('canvas', chart).map((canvas) => seen.draws.get(canvas) || 0);
    return drawn.some(Boolean) ? drawn.join(' ') : '';
  };
  const text = (selector) => all(selector).filter(shown).slice(0, 1)
    .map((element) => element.textContent.trim()).join('');

  // want: {charts, marks, least, texts, streamlit}
  const look = (want) => ({
    charts: all(want.charts).filter(shown).map((chart) => marks(chart, want.marks)),
    texts: want.texts.map(text),
  });
  const busy = (want) => want.streamlit && (
    document.querySelector('[data-testid="stApp"]')?.dataset.testScriptState !== 'notRunning'
    || document.querySelector('[data-stale="true"], [data-testid="stSkeleton"]') !== null);
  const missing = (want, before) => {
    const found = look(want);
    if (busy(want)) return 'still running';
    if (found.charts.length < want.least || found.charts.some((chart) => !chart))
      return `charts: ${found.charts.map((chart) => chart.length)}`;
    if (found.texts.some((words) => !words)) return `texts: ${JSON.stringify(found.texts)}`;
    if (!before) return '';
    if (found.texts.some((words, at) => words === before.texts[at])) return 'the same words';
    if (want.moving && found.charts.some((chart, at) => chart === before.charts[at]))
      return 'the same marks';
    return '';
  };

  window.bench = {
    look,
    // After this the clock runs from the next click or key.
    arm: () => { seen.input = 0; },
    settled: (want, before, quiet, timeout) => new Promise((resolve) => {
      const begun = now();
      const timer = setInterval(() => {
        const late = now() - begun > timeout;
        if (!late && now() - Math.max(seen.last, seen.input) < quiet) return;
        const fault = missing(want, before);
        if (fault && !late) return;
        clearInterval(timer);
        resolve({
          fault, ms: seen.last - (before ? seen.input : 0),
          nodes: document.getElementsByTagName('*').length,
        });
      }, 40);
    }),
  };
})();
