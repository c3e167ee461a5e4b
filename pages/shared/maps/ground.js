// Shared setup of every map: its base, the tiles, and outlines decoded from coordinate differences (shapes.py).

// The state that this frame keeps between runs.
function remembered() {
    return window.blokwijzer || (window.blokwijzer = {});
}

function outline(rings) {
    return rings.map(function (steps) {
        var lat = 0, lon = 0, ring = [];
        for (var i = 0; i < steps.length; i += 2) {
            lat += steps[i]; lon += steps[i + 1];
            ring.push([lat / 1e5, lon / 1e5]);
        }
        return ring;
    });
}

function text(tag, words, parent) {
    var node = document.createElement(tag);
    node.textContent = words;
    if (parent) parent.appendChild(node);
    return node;
}

function framed(said) {
    return 'background:' + said.paper + ';color:' + said.ink + ';border:1px solid ' + (said.groundline || said.line) +
        ';border-radius:4px;';
}

function notice(said, words) {
    var control = L.control({position: 'topright'});
    control.onAdd = function () {
        var box = text('div', words);
        box.setAttribute('role', 'status');
        box.style.cssText = framed(said) + 'padding:6px 8px;max-width:230px';
        return box;
    };
    return control;
}

// Say on the map that the base map does not load, or take that back.
function sayUntiled(said, untiled) {
    var map = window.map, seen = remembered();
    if (seen.notice) map.removeControl(seen.notice);
    seen.notice = untiled ? notice(said, said.untiled).addTo(map) : null;
}

// The base map, and a layer group with the tiles below everything else.
function sheet(said) {
    var map = window.map, group = L.featureGroup();
    map.getContainer().style.background = said.paper;
    map.attributionControl.setPrefix('Leaflet');
    map.attributionControl.getContainer().style.fontSize = '11px';  // streamlit-folium's page sets a larger one
    sayUntiled(said, false);
    if (said.tiles) tiles(said.tiles, function () { sayUntiled(said, true); }).addTo(group);
    return group;
}

// The images of a base map; ``none`` is called once if they do not come.
function tiles(base, none) {
    var layer = L.tileLayer(base.url, {
        attribution: base.credit, maxZoom: 20, maxNativeZoom: base.most, referrerPolicy: base.referrer || false
    });
    var done = false;
    layer.on('tileload', function () { done = true; });
    layer.on('tileerror', function () {
        if (!done) none();
        done = true;
    });
    return layer;
}

// The app's fonts in this frame, which has a document of its own.
function fonts() {
    if (document.getElementById('fonts')) return;
    var style = document.createElement('style');
    style.id = 'fonts';
    Array.prototype.forEach.call(window.parent.document.styleSheets, function (sheet) {
        Array.prototype.forEach.call(sheet.cssRules, function (rule) {
            if (!(rule instanceof window.parent.CSSFontFaceRule)) return;
            style.textContent += rule.cssText.replace(/url\("?([^")]+)"?\)/g, function (_all, url) {
                return 'url("' + new URL(url, sheet.href || window.parent.location.href).href + '")';
            });
        });
    });
    style.textContent += '.leaflet-container{font:13px/1.4 "Source Sans","Source Sans 3","Source Sans Pro",sans-serif}';
    document.head.appendChild(style);
}

// The blocks for orientation; they do not receive clicks.
function blocks(said) {
    var found = L.featureGroup();
    said.rings.forEach(function (rings) {
        L.polygon(outline(rings), {
            interactive: false, color: said.line, weight: 1, fillOpacity: said.tiles ? 0 : 0.35
        }).addTo(found);
    });
    return found;
}

// Set the viewport to the extent of most blocks.
function lookAt(said, ground, options) {
    if (ground.getLayers().length) window.map.fitBounds(said.bounds || ground.getBounds(), options);
}
