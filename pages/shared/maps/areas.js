// Areas shaded by class, layers over them, and the legend. Names come as text nodes only, never as HTML.

function tip(lines) {
    var box = document.createElement('div');
    lines.forEach(function (line, at) { text(at ? 'div' : 'strong', line, box); });
    return box;
}

// The lines of an area's tooltip; see area_map.py for its form.
function linesOf(said, i) {
    var values = (said.tips[i] || '').split('\n'), name = said.areas[i].name, next = 0;
    var lines = said.form.length ? said.form.map(function (form) {
        var isKnown = true, line = form.replace(/\{\}/g, function () {
            var value = values[next];
            next += 1;
            isKnown = isKnown && Boolean(value);
            return value;
        });
        return isKnown ? line : '';
    }) : values;
    return [name].concat(lines).filter(Boolean);
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
    return said.chosen.length > 0 && said.chosen.indexOf(said.areas[i].id) >= 0;
}

// The style of an area: pale and dotted if its class is unknown, bold if selected, a dot if only a point is known.
function look(said, i) {
    var known = said.classes[i] !== null, chosen = isChosen(said, i), lone = said.areas[i].lone && known && !chosen;
    var fill = known ? said.ramp[said.classes[i]] : said.unknown;
    return {
        chosen: chosen,
        color: chosen ? said.ink : (lone ? fill : (known ? said.paper : said.unknown)),
        weight: chosen ? 3 : (lone ? 9 : 1), dash: known || chosen ? [] : [2, 4],
        fillColor: fill,
        fillOpacity: known ? (said.tiles ? 0.75 : 0.95) : 0.12
    };
}

function shaded(said) {
    return new Sheet(
        said.areas, function (i) { return look(said, i); }, function (i) { return tip(linesOf(said, i)); }
    );
}

// What is laid over the areas, in a pane of its own above them.
function marks(said) {
    var found = L.featureGroup(), map = window.map, seen = remembered();
    if (!map.getPane('marks')) map.createPane('marks').style.zIndex = 410;
    if (!seen.over) seen.over = L.svg({pane: 'marks'});
    var over = {pane: 'marks', renderer: seen.over, bubblingMouseEvents: false};
    said.layers.forEach(function (layer) {
        layer.outlines.forEach(function (one) {
            var line = L.polygon(outline(one.rings), L.extend({color: layer.colour, weight: 4, fill: false}, over));
            found.addLayer(described(line, one.area_id, one.tip));
        });
        layer.points.forEach(function (one) {
            var dot = L.circleMarker([one.lat, one.lon], L.extend({
                radius: 8, weight: 3, color: layer.colour, fillColor: one.solid ? layer.colour : said.paper, fillOpacity: 1
            }, over));
            found.addLayer(described(dot, '', one.tip));
        });
    });
    return found.bindTooltip(function (layer) { return tip(layer.feature.properties.tip.split('\n')); }, {sticky: true});
}

// The choice of the base map, kept for this browser tab. Nothing is fetched from outside unless the organisation chose a
// map that opens first, or the reader chooses one.
function bases(said, redraw) {
    var control = L.control({position: 'topright'});
    control.onAdd = function () {
        var box = document.createElement('div'), select = document.createElement('select');
        select.style.cssText = framed(said) + 'font:inherit;padding:4px 6px;min-height:32px';
        select.setAttribute('aria-label', said.bases.label);
        said.bases.choices.forEach(function (base) {
            var option = text('option', base.label, select);
            option.value = base.key;
        });
        select.value = chosenBase(said).key;
        select.onchange = function () {
            window.sessionStorage.setItem('blokwijzer-base', select.value);
            redraw();
        };
        box.appendChild(select);
        L.DomEvent.disableClickPropagation(box);
        return box;
    };
    return control;
}

function chosenBase(said) {
    var kept = window.sessionStorage.getItem('blokwijzer-base');
    function named(key) { return said.bases.choices.find(function (base) { return base.key === key; }); }
    return named(kept) || named(said.bases.first);
}

// A button that shows where the reader is. The browser asks for permission, and the position stays in the browser.
function here(said) {
    var control = L.control({position: 'topleft'}), mark = null, told = null;
    control.onAdd = function (map) {
        var box = document.createElement('div'), button = text('button', '', box), dot = text('span', '', button);
        box.className = 'leaflet-bar';
        button.style.cssText = framed(said) + 'display:block;width:30px;height:30px;padding:0;cursor:pointer';
        dot.style.cssText = 'display:block;width:8px;height:8px;margin:auto;border-radius:50%;background:' + said.accent +
            ';outline:2px solid ' + said.accent + ';outline-offset:3px';
        button.type = 'button';
        button.title = said.here.label;
        button.setAttribute('aria-label', said.here.label);
        button.onclick = function () { map.locate({enableHighAccuracy: true, maximumAge: 15000, timeout: 15000}); };
        map.on('locationfound', function (at) {
            if (mark) mark.remove();
            if (told) map.removeControl(told);
            told = null;
            mark = L.layerGroup([
                L.circle(at.latlng, {radius: at.accuracy, color: said.accent, weight: 1, interactive: false}),
                L.circleMarker(at.latlng, {
                    radius: 7, color: said.paper, weight: 2, fillColor: said.accent, fillOpacity: 1, interactive: false
                })
            ]).addTo(map);
            map.setView(at.latlng, Math.max(map.getZoom(), 16), {animate: false});
        });
        map.on('locationerror', function () {
            if (!told) told = notice(said, said.here.missing).addTo(map);
        });
        L.DomEvent.disableClickPropagation(box);
        return box;
    };
    return control;
}

// The boxes of what lies on the map: the legend, the choice of the base map, the scale, the buttons.
function controls(map) {
    var frame = map.getContainer().getBoundingClientRect();
    return Array.prototype.map.call(map.getContainer().querySelectorAll('.leaflet-control'), function (control) {
        var box = control.getBoundingClientRect();
        return [box.left - frame.left, box.top - frame.top, box.right - frame.left, box.bottom - frame.top];
    });
}

// Names of neighbourhoods and areas, the first of the list first, each where its area is wide enough and none overlap,
// neither each other nor what lies on the map.
function names(said) {
    var map = window.map, group = L.layerGroup(), taken = controls(map), size = map.getSize(), count = 0;
    function put(words, at, strong) {
        var width = words.length * (strong ? 7.5 : 6.2) + 8, height = 18;
        var box = [at.x - width / 2, at.y - height / 2, at.x + width / 2, at.y + height / 2];
        if (box[0] < 0 || box[1] < 0 || box[2] > size.x || box[3] > size.y) return;
        if (taken.some(function (one) { return one[0] < box[2] && one[2] > box[0] && one[1] < box[3] && one[3] > box[1]; })) {
            return;
        }
        taken.push(box); count += 1;
        var label = text('span', words);
        label.style.cssText = 'display:block;text-align:center;white-space:nowrap;color:' + said.ink
            + ';font-size:' + (strong ? 13 : 12) + 'px;font-weight:' + (strong ? 700 : 400) + ';text-shadow:'
            + ['1px 0', '-1px 0', '0 1px', '0 -1px'].map(function (by) { return by + ' 1px ' + said.paper; }).join(',');
        var icon = L.divIcon({className: '', html: label, iconSize: [width, height]});
        group.addLayer(L.marker(map.containerPointToLatLng(at), {icon: icon, interactive: false, keyboard: false}));
    }
    said.places.forEach(function (one) { put(one.name, map.latLngToContainerPoint([one.lat, one.lon]), true); });
    var crs = L.CRS.EPSG3857, scale = crs.scale(map.getZoom()) / PIXELS, corner = map.getPixelBounds().min;
    for (var i = said.areas.length - 1; i >= 0 && count < 60; i -= 1) {
        var box = said.areas[i].box, wide = Math.max(box[2] - box[0], box[3] - box[1]) * scale;
        if (!(wide >= SMALL)) continue;
        var at = L.point((box[0] + box[2]) / 2 * scale, (box[1] + box[3]) / 2 * scale).subtract(corner).round();
        if (at.x < 0 || at.y < 0 || at.x > size.x || at.y > size.y) continue;
        var words = linesOf(said, i)[0];
        if (wide >= words.length * 3.5) put(words, at, false);
    }
    return group;
}

function legend(said) {
    var control = L.control({position: 'bottomleft'});
    control.onAdd = function () {
        var box = document.createElement('div');
        box.style.cssText = framed(said) + 'padding:8px 10px;max-width:230px';
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
    said.areas.forEach(function (area, i) { if (isChosen(said, i)) chosen.extend(boundsOf(area.box)); });
    if (seen.view !== said.view) {
        lookAt(said, areas, {
            animate: false, paddingTopLeft: [said.legend.on_map && map.getSize().x > 700 ? 220 : 12, 12], paddingBottomRight: [12, 12]
        });
    }
    if (chosen.isValid() && seen.chosen !== focus && !map.getBounds().contains(chosen)) {
        map.fitBounds(chosen, {animate: false, maxZoom: 17});
    }
    seen.view = said.view; seen.chosen = focus;
}

function draw(said) {
    var map = window.map, seen = remembered();
    fonts();
    if (said.tall) map.getContainer().style.cssText += ';height:100vh;min-height:' + said.least + 'px';
    map.invalidateSize({animate: false});
    var group = sheet(said), areas;
    function fill() {
        if (!said.tiles) landscape(said, group);
        if (!said.areas) return;
        areas = shaded(said);
        if (seen.shown !== said) view(said, areas, seen);  // before they are drawn, or they are drawn twice
        seen.shown = said;
        areas.addTo(group);
        marks(said).addTo(group);
    }
    function label() {
        if (seen.names) map.removeLayer(seen.names);
        seen.names = said.tiles || !said.named || !said.areas ? null : names(said).addTo(map);
    }
    // The chosen base map with the areas on it; where it does not come, the plain one. It is asked for once in a frame.
    function base() {
        var chosen = chosenBase(said);
        sayUntiled(said, seen.untiled === chosen.key);
        said.tiles = seen.untiled === chosen.key ? null : chosen.tiles;
        if (said.tiles) {
            tiles(said.tiles, function () {
                if (seen.said !== said) return;  // of a map that was drawn before
                seen.untiled = chosen.key;
                redraw();
            }).addTo(group);
        }
        fill();
    }
    function redraw() {
        group.clearLayers();
        base();
        label();
    }
    function again() {
        seen.untiled = null;
        redraw();
    }
    [seen.legend, seen.bases].forEach(function (one) { if (one) map.removeControl(one); });
    seen.legend = legend(said);
    if (said.legend.on_map) seen.legend.addTo(map);
    seen.bases = said.bases.offered ? bases(said, again).addTo(map) : null;
    if (said.here && !seen.here && navigator.geolocation) seen.here = here(said).addTo(map);
    if (!seen.scale) seen.scale = L.control.scale({imperial: false, position: 'bottomright'}).addTo(map);
    if (seen.label) map.off('moveend', seen.label);
    withAreas(said, function () {
        base();
        seen.label = label;
        map.on('moveend', label);
        label();
    });
    return group;
}
