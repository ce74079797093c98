// The live diagram of a ticket: loads the viewer and the drawing, marks the path walked and where the tokens stand.
import "../vendor/bpmn-viewer.min.js";

async function draw(box) {
  const answer = await fetch(box.dataset.diagram, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`diagram: ${answer.status}`);
  const live = await answer.json();
  const viewer = new window.BpmnJS({ container: box });
  await viewer.importXML(live.diagram);
  const canvas = viewer.get("canvas");
  const overlays = viewer.get("overlays");
  const known = viewer.get("elementRegistry");
  for (const id of [...live.walked_elements, ...live.walked_flows]) if (known.get(id)) canvas.addMarker(id, "walked");
  for (const { element_id: id, name } of live.tokens) {
    if (!known.get(id)) continue;
    canvas.removeMarker(id, "walked");
    canvas.addMarker(id, "now");
    const mark = document.createElement("div");
    mark.className = "token";
    mark.title = name;
    overlays.add(id, { position: { top: -12, left: -12 }, html: mark });
  }
  look(canvas, known, live.tokens);
  box.querySelector("[data-diagram-note]").remove();
  box.dataset.drawn = "yes";
}

// The whole drawing when it is readable at this width, else the neighbourhood of the first token.
function look(canvas, known, tokens) {
  canvas.zoom("fit-viewport", "auto");
  const token = tokens.map(({ element_id: id }) => known.get(id)).find(Boolean);
  if (canvas.zoom() >= 0.5 || !token) return;
  canvas.zoom(0.6, { x: 0, y: 0 });
  const view = canvas.viewbox();
  canvas.viewbox({ ...view, x: token.x + token.width / 2 - view.width / 2, y: token.y + token.height / 2 - view.height / 2 });
}

document.querySelectorAll("[data-diagram]").forEach((box) => {
  draw(box).catch(() => { box.querySelector("[data-diagram-note]").textContent = box.dataset.failed; });
});
