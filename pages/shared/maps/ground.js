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

// The base map, and a layer group with the tiles below everything else.
function sheet(said) {
    var map = window.map, group = L.featureGroup();
    map.getContainer().style.background = said.paper;
    map.attributionControl.setPrefix('Leaflet');
    map.attributionControl.getContainer().style.fontSize = '11px';  // streamlit-folium's page sets a larger one
    if (said.tiles) tiles(said.tiles).addTo(group);
    return group;
}

function tiles(base) {
    return L.tileLayer(base.url, {
        attribution: base.credit, maxZoom: 20, maxNativeZoom: base.most, referrerPolicy: base.referrer || false
    });
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
