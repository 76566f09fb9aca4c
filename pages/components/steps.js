// Back and Forward, filter by filter.
//
// A control that is bound to the address replaces it, so that Back would leave the page. Streamlit
// takes its controls from the address on Back and Forward; all that is missing is the step.
// - Whenever the server is asked for something, what is then written into the address is one step:
//   what was chosen, what the server makes of it, the page that it leads to.
// - What a page that has just come, gone back to or not, writes into its address is no step.
// - A slider or a number that is moved again at once goes on with its step.
// serving.py puts this at the top of the page, because Streamlit may write the address before any
// script of its content runs. Should another Streamlit not fit it, Back leaves the page again;
// tests/browser/test_pages.py would say so.
(() => {
  const push = history.pushState.bind(history);
  const replace = history.replaceState.bind(history);
  const MOVED = '[data-testid="stSlider"], [data-testid="stNumberInput"]';
  const AT_ONCE = 1000;  // milliseconds
  const ASKS = 0x5a;  // what a message begins with that asks the server for a run
  let made = true;  // what was asked for last needs no step, or has made it
  let came = false;  // Back or Forward was pressed in this very moment
  let before = null;  // the address before it was replaced in this very moment
  let control, asked;  // what was moved last, and when

  const again = () => {
    const now = performance.now(), moved = document.activeElement?.closest(MOVED);
    const same = moved && moved === control && now - asked < AT_ONCE;
    control = moved;
    asked = now;
    return same;
  };

  const asks = () => {
    if (came) {
      made = true;
      control = before = null;
      return;
    }
    if (!again()) {
      made = before !== null;
      if (made) {
        const { state } = history, chosen = location.href;
        replace(state, "", before);
        push(state, "", chosen);
      }
    }
    before = null;
  };

  // Streamlit replaces when a control changes, and asks the server in the same moment.
  history.replaceState = (state, title, url) => {
    if (before === null) {
      before = location.href;
      setTimeout(() => { before = null; });
    }
    replace(state, title, url);
    if (before === location.href) before = null;
  };

  // Streamlit pushes when the server changes the address, and when another page has come. On the
  // way to another page it first writes what that is asked for behind the page that is left.
  history.pushState = (state, title, url) => {
    (made ? replace : push)(state, title, url);
    made = true;
  };

  addEventListener("popstate", () => {
    came = true;
    setTimeout(() => { came = false; });
  });

  let begun = false;  // the page has asked for itself
  window.WebSocket = class extends WebSocket {
    constructor(...to) {
      super(...to);
      // A server that was started anew does not know the parts of the page that it would be asked
      // for: the page is asked for again, as Back does it. Nothing here has a # in its address:
      // with one Streamlit would ask for nothing.
      this.addEventListener("open", () => {
        if (!begun) return;
        setTimeout(() => dispatchEvent(new PopStateEvent("popstate", { state: history.state })));
      });
    }

    send(data) {
      if (data[0] === ASKS) {
        if (begun) asks();
        begun = true;
      }
      super.send(data);
    }
  };
})();
