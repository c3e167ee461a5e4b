// A chosen point, among the blocks.
function draw(said) {
    var map = window.map, group = sheet(said), ground = blocks(said).addTo(group), seen = remembered();
    if (said.point) {
        L.circleMarker(said.point, {
            interactive: false, radius: 9, color: said.paper, weight: 3, fillColor: said.accent, fillOpacity: 1
        }).addTo(group);
    }
    if (seen.view !== said.view) {
        if (said.around) map.setView(said.around, 18, {animate: false});
        else lookAt(said, ground, {animate: false});
        seen.view = said.view;
    }
    return group;
}
