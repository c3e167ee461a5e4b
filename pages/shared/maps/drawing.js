// An outline that is drawn corner by corner, among the blocks. The corners are kept here and sent together, so that
// clicks that are faster than the server's answers are not lost.
var SAME = 12;  // pixels: a click this near to the last corner, or to the first (which closes the outline), adds no corner

function draw(said) {
    var map = window.map, group = sheet(said), ground = blocks(said).addTo(group), seen = remembered();
    var kept = L.featureGroup(), sketch = L.layerGroup().addTo(group);
    said.kept.forEach(function (rings) {
        L.polygon(outline(rings), {interactive: false, color: said.ink, weight: 3, dashArray: '6 6', fill: false}).addTo(kept);
    });
    kept.addTo(group);
    if (seen.edit !== said.edit) {  // initialised, or changed by a button
        seen.edit = said.edit;
        seen.corners = said.corners;
    }

    function show() {
        var look = {interactive: false, color: said.accent, weight: 3, fillOpacity: 0.2};
        sketch.clearLayers();
        L[seen.corners.length > 2 ? 'polygon' : 'polyline'](seen.corners, look).addTo(sketch);
        seen.corners.forEach(function (corner, at) {
            L.circleMarker(corner, {
                interactive: false, radius: at ? 5 : 7, color: said.accent, weight: 2, fillColor: said.paper, fillOpacity: 1
            }).addTo(sketch);
        });
    }

    function add(event) {
        function isAt(corner) {
            return corner && map.latLngToContainerPoint(corner).distanceTo(event.containerPoint) < SAME;
        }
        if (isAt(seen.corners[0]) || isAt(seen.corners[seen.corners.length - 1])) return;
        seen.corners = seen.corners.concat([[event.latlng.lat, event.latlng.lng]]);
        show();
        var line = L.polyline(seen.corners);
        line.feature = {type: 'Feature', properties: {edit: seen.edit}};
        map.fire('draw:created', {layerType: 'polyline', layer: line});  // as leaflet.draw does: sets last_active_drawing
    }

    if (seen.add) map.off('click', seen.add);
    map.on('click', seen.add = add);
    map.doubleClickZoom.disable();
    map.getContainer().style.cursor = 'crosshair';
    show();
    if (seen.view !== said.view) {
        var options = {animate: false, padding: [24, 24]};
        if (kept.getLayers().length) map.fitBounds(kept.getBounds(), options);
        else lookAt(said, ground, options);
        seen.view = said.view;
    }
    return group;
}
