// What every map of ours begins with: its paper, the pictures under it, and outlines from their steps (shapes.py).

// What this frame keeps from one run to the next.
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

// The paper, and a group on it with the pictures under all else.
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

// The blocks to find one's way by, which no click stops at.
function blocks(said) {
    var found = L.featureGroup();
    said.rings.forEach(function (rings) {
        L.polygon(outline(rings), {
            interactive: false, color: said.line, weight: 1, fillOpacity: said.tiles ? 0 : 0.35
        }).addTo(found);
    });
    return found;
}

// Look at where most of the blocks are.
function lookAt(said, ground, options) {
    if (ground.getLayers().length) window.map.fitBounds(said.bounds || ground.getBounds(), options);
}
