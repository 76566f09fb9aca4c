// Back and Forward, filter by filter.
//
// A control that is bound to the address replaces it, so that Back would leave the page. Streamlit
// takes its controls from the address on Back and Forward; all that is missing is the step.
// - What a reader chose is pushed, not replaced. Controls that change in one go are one step.
// - What the server then writes into the address (the proper name of something, a choice that no
//   longer fits) belongs to that step; so does the address that Streamlit writes on the way to
//   another page.
// - Going back or forward makes no step.
// serving.py puts this at the top of the page, because Streamlit may write the address before any
// script of its content runs. Should another Streamlit not fit it, Back leaves the page again;
// tests/browser/test_pages.py would say so.
(() => {
  const push = history.pushState.bind(history);
  const replace = history.replaceState.bind(history);
  const to = url => new URL(url ?? location.href, location.href);
  let run = "page";  // the step that the run of the page under way has made, and who made it
  let returning = false;  // the run is one of Back or Forward
  let chosen = false;  // something was chosen in this very moment

  // Streamlit replaces when a control changes, and on Back and Forward.
  history.replaceState = (state, title, url) => {
    if (returning || chosen || to(url).href === location.href) return replace(state, title, url);
    run = "reader";
    chosen = true;
    setTimeout(() => { chosen = false; });
    push(state, title, url);
  };

  // Streamlit pushes when the server changes the address, and when another page is opened.
  history.pushState = (state, title, url) => {
    const same = to(url).pathname === location.pathname;
    const step = same ? !run : run !== "server";
    run = same ? run || "server" : "page";
    (step ? push : replace)(state, title, url);
  };

  addEventListener("popstate", () => {
    run = "page";
    returning = true;
  });

  new MutationObserver(() => {
    if (!document.querySelector('[data-test-script-state="notRunning"]')) return;
    run = null;
    returning = false;
  }).observe(document, { subtree: true, attributeFilter: ["data-test-script-state"] });
})();
