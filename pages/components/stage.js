// Gives the keyboard back to the slides once another place is chosen: while the box has it, arrow
// keys move within the box. Tab goes on from the box all the same.
const before = new Map();  // by the component's own key: the place that was shown

export default ({ data }) => {
  const changed = before.has(data.key) && before.get(data.key) !== data.place;
  before.set(data.key, data.place);
  const held = document.activeElement;
  const box = held?.closest(".st-key-stage_bar [data-testid='stSelectbox']");
  // Who has opened the list again meanwhile is choosing.
  if (changed && box && held.getAttribute("aria-expanded") !== "true") held.blur();
};
