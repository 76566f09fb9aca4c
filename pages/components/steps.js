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
  const SHORT = 100, LONG = 2000, LONGEST = 15000;  // milliseconds
  let run = "page";  // who made the step of the run under way: reader, server, page; else null
  let returning = false;  // the run is one of Back or Forward
  let chosen = false;  // something was chosen in this very moment
  let left = null;  // the address before the server wrote over it
  let over;

  const idle = () => document.querySelector('[data-test-script-state="notRunning"]');
  // A run may start anew at once: only when nothing runs for a moment it is over.
  const rest = moment => {
    clearTimeout(over);
    over = setTimeout(() => {
      run = left = null;
      returning = false;
    }, moment);
  };
  // What is written in that moment begins the next run, which must not be cut off from it.
  const begun = () => { if (idle()) rest(LONG); };

  // Streamlit replaces when a control changes, and on Back and Forward.
  history.replaceState = (state, title, url) => {
    begun();
    if (returning || chosen || to(url).href === location.href) return replace(state, title, url);
    run = "reader";
    left = null;
    chosen = true;
    setTimeout(() => { chosen = false; });
    push(state, title, url);
  };

  // Streamlit pushes when the server changes the address, and when another page is opened. On the
  // way to another page it first writes what that is asked for behind the page that is left.
  history.pushState = (state, title, url) => {
    begun();
    if (to(url).pathname === location.pathname) {
      if (run && run !== "server") left ??= location.href;
      (run ? replace : push)(state, title, url);
      run ??= "server";
    } else {
      if (left) replace(state, title, left);
      (run === "server" ? replace : push)(state, title, url);
      run = "page";
      left = null;
    }
  };

  addEventListener("popstate", () => {
    rest(LONGEST);  // a busy server may be late to answer
    run = "page";
    returning = true;
    left = null;
  });

  new MutationObserver(() => {
    clearTimeout(over);
    if (idle()) rest(SHORT);
  }).observe(document, { subtree: true, attributeFilter: ["data-test-script-state"] });
})();
