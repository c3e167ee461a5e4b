// Areas shaded by class, layers over them, and the legend. Names come as text nodes only, never as HTML.

function text(tag, words, parent) {
    var node = document.createElement(tag);
    node.textContent = words;
    if (parent) parent.appendChild(node);
    return node;
}

function tip(layer) {
    var box = document.createElement('div');
    layer.feature.properties.tip.split('\n').forEach(function (line, at) { text(at ? 'div' : 'strong', line, box); });
    return box;
}

function described(layer, areaId, words) {
    layer.feature = {type: 'Feature', properties: {area_id: areaId, tip: words}};
    return layer;
}

// The background of the plain map: the landscape, or outlines of the other level.
function landscape(said, group) {
    said.ground.forEach(function (rings, i) {
        var kind = said.kinds[i];
        L.polygon(outline(rings), {
            interactive: false, stroke: kind === 'outline', color: said.groundline, weight: 1,
            fillColor: said.landscape[kind], fillOpacity: kind === 'outline' ? 0 : 1
        }).addTo(group);
    });
}

function isChosen(said, i) {
    return said.chosen.indexOf(said.ids[i]) >= 0;
}

// The style of an area: pale and dotted if its class is unknown, bold if selected, a dot if only a point is known.
function look(said, i) {
    var known = said.classes[i] !== null, chosen = isChosen(said, i), lone = said.lone[i] && known && !chosen;
    var fill = known ? said.ramp[said.classes[i]] : said.unknown;
    return {
        color: chosen ? said.ink : (lone ? fill : (known ? said.paper : said.unknown)),
        weight: chosen ? 3 : (lone ? 9 : 1), dashArray: known || chosen ? null : '2 4',
        fillColor: fill,
        fillOpacity: known ? (said.tiles ? 0.75 : 0.95) : 0.12
    };
}

function shaded(said) {
    var areas = L.featureGroup();
    said.rings.forEach(function (rings, i) {
        areas.addLayer(described(L.polygon(outline(rings), look(said, i)), said.ids[i], said.tips[i]));
    });
    return areas.bindTooltip(tip, {sticky: true});
}

function marks(said) {
    var found = L.featureGroup();
    said.layers.forEach(function (layer) {
        layer.outlines.forEach(function (one) {
            var line = L.polygon(outline(one.rings), {color: layer.colour, weight: 4, fill: false});
            found.addLayer(described(line, one.area_id, one.tip));
        });
        layer.points.forEach(function (one) {
            var dot = L.circleMarker([one.lat, one.lon], {
                radius: 8, weight: 3, color: layer.colour, fillColor: one.solid ? layer.colour : said.paper, fillOpacity: 1
            });
            found.addLayer(described(dot, '', one.tip));
        });
    });
    return found.bindTooltip(tip, {sticky: true});
}

function legend(said) {
    var control = L.control({position: 'bottomleft'});
    control.onAdd = function () {
        var box = document.createElement('div');
        box.style.cssText = 'background:' + said.paper + ';color:' + said.ink + ';padding:8px 10px;'
            + 'font:13px/1.45 "Source Sans","Source Sans Pro",sans-serif;border:1px solid ' + said.groundline
            + ';border-radius:4px;max-width:230px';
        text('strong', said.legend.title, box);
        said.legend.rows.forEach(function (row) {
            var line = text('div', '', box), swatch = text('span', '', line);
            swatch.style.cssText = row.style;
            text('span', row.label, line);
        });
        return box;
    };
    return control;
}

// The viewport: the areas when the view changes; the selection when that changes and is out of sight.
function view(said, areas, seen) {
    var map = window.map, chosen = L.latLngBounds([]), focus = JSON.stringify(said.chosen);
    areas.getLayers().forEach(function (area, i) { if (isChosen(said, i)) chosen.extend(area.getBounds()); });
    if (seen.view !== said.view) {
        lookAt(said, areas, {
            animate: false, paddingTopLeft: [said.legend.on_map ? 220 : 12, 12], paddingBottomRight: [12, 12]
        });
    }
    if (chosen.isValid() && seen.chosen !== focus && !map.getBounds().contains(chosen)) {
        map.fitBounds(chosen, {animate: false, maxZoom: 17});
    }
    seen.view = said.view; seen.chosen = focus;
}

function draw(said) {
    var map = window.map, group = sheet(said), seen = remembered();
    landscape(said, group);
    var areas = shaded(said).addTo(group);
    marks(said).addTo(group);
    if (seen.legend) map.removeControl(seen.legend);
    seen.legend = legend(said);
    if (said.legend.on_map) seen.legend.addTo(map);
    view(said, areas, seen);
    return group;
}
