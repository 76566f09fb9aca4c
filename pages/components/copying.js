// Two buttons that copy: a chart as a picture, and its words.
//
// The server draws the picture only when it is asked. A browser lets a page write to the clipboard
// right after a click and no later, so a promise is written at once and kept when the picture comes.
const waiting = new Map();  // by the component's own key: who waits for a picture, and for which
const LONGEST = 65000;  // milliseconds; the drawing itself is given up after 60 s

const picture = base64 =>
  new Blob([Uint8Array.from(atob(base64), c => c.charCodeAt(0))], { type: "image/png" });

export default ({ data, parentElement, setTriggerValue }) => {
  const [chart, words] = parentElement.querySelectorAll("button");
  const text = parentElement.querySelector("blockquote");
  const status = parentElement.querySelector("[role=status]");
  const tell = said => { status.textContent = said; };

  text.textContent = data.text;
  chart.hidden = !data.chart;

  const asked = waiting.get(data.key);
  if (asked && data.made > asked.last) {
    waiting.delete(data.key);
    if (data.picture) asked.resolve(picture(data.picture));
    else asked.reject(new Error(data.problem));
  }

  const copied = async (what, item) => {
    try {
      await navigator.clipboard.write([new ClipboardItem(item)]);
      tell(`Copied: ${what} can be pasted now.`);
    } catch (error) {
      tell(`Not copied: ${error.message}. ${data.instead}`);
    }
  };

  chart.onclick = () => {
    if (!window.isSecureContext || !navigator.clipboard?.write || !window.ClipboardItem) {
      tell(`Not copied: browsers copy pictures only from https. ${data.instead}`);
      return;
    }
    tell("Drawing the chart…");
    const drawn = new Promise((resolve, reject) => {
      waiting.set(data.key, { resolve, reject, last: data.made });
      setTimeout(() => reject(new Error("the server does not answer")), LONGEST);
    });
    setTriggerValue("asked", true);
    copied("the chart", { "image/png": drawn });
  };

  words.onclick = () => {
    if (window.isSecureContext && navigator.clipboard?.write && window.ClipboardItem) {
      copied("the text", { "text/plain": new Blob([data.text], { type: "text/plain" }) });
      return;
    }
    // The old way; it needs no https.
    text.parentElement.open = true;
    getSelection().selectAllChildren(text);
    const done = document.execCommand("copy");
    tell(done ? "Copied: the text can be pasted now." : "Not copied. It is marked: press Ctrl+C.");
  };
};
