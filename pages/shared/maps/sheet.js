// Outlines on one canvas, as many as there are: Leaflet's own polygons, an object each, take ten times as long.
// It fires click as a polygon does, with a layer that has the area's id.

var PIXELS = 256;  // of the world at zoom 0
var SMALL = 4;  // pixels: a narrower area has its colour as its line too, which would else hide it
var NEAR = 6;  // pixels: how near the pointer has to be to an area of which only one point is known

// Points of the world at zoom 0, as Leaflet's Mercator has them: x, y, x, y ...
function flat(rings) {
    return rings.map(function (steps) {
        var lat = 0, lon = 0, points = new Float64Array(steps.length);
        for (var i = 0; i < steps.length; i += 2) {
            lat += steps[i]; lon += steps[i + 1];
            var sine = Math.sin(lat / 1e5 * Math.PI / 180);
            points[i] = PIXELS * (lon / 1e5 / 360 + 0.5);
            points[i + 1] = PIXELS * (0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI));
        }
        return points;
    });
}

function boxOf(rings) {
    var box = [Infinity, Infinity, -Infinity, -Infinity];
    rings.forEach(function (points) {
        for (var i = 0; i < points.length; i += 2) {
            box[0] = Math.min(box[0], points[i]); box[1] = Math.min(box[1], points[i + 1]);
            box[2] = Math.max(box[2], points[i]); box[3] = Math.max(box[3], points[i + 1]);
        }
    });
    return box;
}

// Whether a point lies inside: even-odd, so a hole is outside.
function holds(rings, x, y) {
    var inside = false;
    rings.forEach(function (points) {
        for (var i = 0, j = points.length - 2; i < points.length; j = i, i += 2) {
            var crosses = (points[i + 1] > y) !== (points[j + 1] > y);
            if (crosses && x < (points[j] - points[i]) * (y - points[i + 1]) / (points[j + 1] - points[i + 1]) + points[i]) {
                inside = !inside;
            }
        }
    });
    return inside;
}

function boundsOf(box) {
    var crs = L.CRS.EPSG3857;
    if (box[0] > box[2]) return L.latLngBounds([]);
    return L.latLngBounds(crs.pointToLatLng(L.point(box[0], box[3]), 0), crs.pointToLatLng(L.point(box[2], box[1]), 0));
}

var Sheet = L.Renderer.extend({
    options: {padding: 0.2},

    // The areas, the last on top, and the style and the tooltip of the area at a place in them.
    initialize: function (areas, style, tip) {
        L.Renderer.prototype.initialize.call(this, {});
        this._areas = areas; this._style = style; this._tip = tip;
    },

    // As a group of polygons has it: the areas, and their extent together.
    getLayers: function () { return this._areas; },
    getBounds: function () {
        return boundsOf(this._areas.reduce(function (whole, area) {
            var box = area.box;
            return [
                Math.min(whole[0], box[0]), Math.min(whole[1], box[1]), Math.max(whole[2], box[2]), Math.max(whole[3], box[3])
            ];
        }, [Infinity, Infinity, -Infinity, -Infinity]));
    },

    getEvents: function () {
        var events = L.Renderer.prototype.getEvents.call(this);
        events.mousemove = this._pointed; events.mouseout = this._left; events.movestart = this._left; events.click = this._clicked;
        return events;
    },
    onRemove: function () {
        this._left();
        L.Renderer.prototype.onRemove.call(this);
    },

    _initContainer: function () {
        this._container = document.createElement('canvas');
        this._context = this._container.getContext('2d');
    },
    _destroyContainer: function () {
        L.DomUtil.remove(this._container);
        delete this._container;
        delete this._context;
    },
    _updatePaths: function () {},
    _update: function () {
        if (this._map._animatingZoom && this._bounds) return;
        L.Renderer.prototype._update.call(this);
        var canvas = this._container, from = this._bounds.min, size = this._bounds.getSize(), ratio = window.devicePixelRatio || 1;
        L.DomUtil.setPosition(canvas, from);
        canvas.width = ratio * size.x; canvas.height = ratio * size.y;
        canvas.style.width = size.x + 'px'; canvas.style.height = size.y + 'px';
        var origin = this._map.getPixelOrigin();
        this._scale = L.CRS.EPSG3857.scale(this._map.getZoom()) / PIXELS;
        this._at = [origin.x + from.x, origin.y + from.y];
        this._context.setTransform(ratio, 0, 0, ratio, 0, 0);
        this._paintAll([this._at[0], this._at[1], this._at[0] + size.x, this._at[1] + size.y]);
    },

    // Paint the areas in a box of pixels, those with a heavy line last.
    _paintAll: function (view) {
        var scale = this._scale, heavy = [], sheet = this;
        this._areas.forEach(function (area, i) {
            var box = area.box;
            if (box[2] * scale < view[0] || box[0] * scale > view[2] || box[3] * scale < view[1] || box[1] * scale > view[3]) return;
            var style = sheet._style(i);
            if (style.chosen) heavy.push([area, style]);
            else sheet._paint(area, style);
        });
        heavy.forEach(function (one) { sheet._paint(one[0], one[1]); });
    },
    _paint: function (area, style) {
        var context = this._context, scale = this._scale, at = this._at;
        var wide = (area.box[2] - area.box[0]) * scale, high = (area.box[3] - area.box[1]) * scale;
        context.fillStyle = style.fillColor;
        if (style.weight === 1 && Math.max(wide, high) < SMALL) {  // its box with the line around it: the form does not show
            context.globalAlpha = style.fillOpacity;
            context.fillRect(area.box[0] * scale - at[0] - 0.5, area.box[1] * scale - at[1] - 0.5, wide + 1, high + 1);
            return;
        }
        context.beginPath();
        area.rings.forEach(function (points) {
            for (var k = 0; k < points.length; k += 2) {
                context[k ? 'lineTo' : 'moveTo'](points[k] * scale - at[0], points[k + 1] * scale - at[1]);
            }
            context.closePath();
        });
        context.globalAlpha = style.fillOpacity;
        context.fill('evenodd');
        var small = !style.chosen && Math.min(wide, high) < SMALL;
        context.globalAlpha = small ? style.fillOpacity : 1;
        context.lineWidth = style.weight;
        context.lineJoin = context.lineCap = 'round';
        context.strokeStyle = small ? style.fillColor : style.color;
        context.setLineDash(small ? [] : style.dash);
        context.stroke();
    },

    // The place of the area under the pointer, -1 for none; the last is on top.
    _under: function (event) {
        var point = L.CRS.EPSG3857.latLngToPoint(event.latlng, 0), near = NEAR / this._scale;
        for (var i = this._areas.length - 1; i >= 0; i -= 1) {
            var area = this._areas[i], box = area.box, wide = area.lone ? near : 0;
            if (point.x < box[0] - wide || point.x > box[2] + wide || point.y < box[1] - wide || point.y > box[3] + wide) continue;
            if (wide || holds(area.rings, point.x, point.y)) return i;
        }
        return -1;
    },
    _pointed: function (event) {
        var i = this._map.dragging.moving() ? -1 : this._under(event);
        this._map.getContainer().style.cursor = i < 0 ? '' : 'pointer';
        if (i < 0) return this._left();
        if (!this._shown) this._shown = L.tooltip({sticky: true});
        if (this._told !== i) this._shown.setContent(this._tip(i));
        this._told = i;
        this._shown.setLatLng(event.latlng);
        if (!this._map.hasLayer(this._shown)) this._shown.addTo(this._map);
    },
    _left: function () {
        if (this._shown && this._map) this._map.removeLayer(this._shown);
    },
    _clicked: function (event) {
        var i = this._under(event);
        if (i < 0) return;
        var area = {type: 'Feature', properties: {area_id: this._areas[i].id}, geometry: null};
        // streamlit-folium listens to the layers that were there when it drew; to a later one by its group.
        this.fire('click', {latlng: event.latlng, layer: {toGeoJSON: function () { return area; }}}, !this.listens('click'));
    }
});
