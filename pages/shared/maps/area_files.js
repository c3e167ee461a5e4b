// The areas of a map: their outlines come along with what is drawn, or in files that are fetched once (shape_files.py).

// Areas as the sheet draws them: id, name (null: in its tooltip), lone, rings as ``flat`` has them, and the box around.
function decoded(file) {
    return file.rings.map(function (steps, i) {
        var rings = flat(steps);
        return {id: file.ids[i], name: file.names ? file.names[i] : null, lone: file.lone[i], rings: rings, box: boxOf(rings)};
    });
}

// Call ``then`` when the areas are there: they came along, or are fetched and kept in this frame.
function withAreas(said, then) {
    var seen = remembered(), kept = seen.files || (seen.files = {}), map = window.map;
    function here() {
        map.getContainer().setAttribute('aria-busy', 'false');
        if (seen.said !== said) return;  // another was drawn in the meantime
        var every = [].concat.apply([], said.files.map(function (file) { return kept[file]; }));
        said.areas = said.at.map(function (number) { return every[number]; });
        then();
    }
    function failed() {
        map.getContainer().setAttribute('aria-busy', 'false');
        if (seen.said === said && !seen.notice) seen.notice = notice(said, said.missing).addTo(map);
    }
    seen.said = said;
    if (!said.files.length) {
        said.areas = decoded(said);
        return then();
    }
    var missing = said.files.filter(function (file) { return !kept[file]; });
    if (!missing.length) return here();
    map.getContainer().setAttribute('aria-busy', 'true');
    Promise.all(missing.map(function (file) {
        return fetch(file).then(function (answer) {
            if (!answer.ok) throw new Error(answer.status);
            return answer.json();
        }).then(function (found) { kept[file] = decoded(found); });
    })).then(here, failed);
}
