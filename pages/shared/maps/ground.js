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
    if (said.tiles) {
        L.tileLayer(said.tiles.url, {
            attribution: said.tiles.credit, maxZoom: 20, maxNativeZoom: said.tiles.most,
            referrerPolicy: said.tiles.referrer || false
        }).addTo(group);
    }
    return group;
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
