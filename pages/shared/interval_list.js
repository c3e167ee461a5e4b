// A list of rows, each with an interval, or parts of a time, on one axis. Data reach the page as text nodes only.
// Arrows move, Enter opens; where rows have marks, the letter of a mark sets it or takes it off.

const ICONS = {
  pin: "M16 9V4h1c.55 0 1-.45 1-1s-.45-1-1-1H7c-.55 0-1 .45-1 1s.45 1 1 1h1v5c0 1.66-1.34 3-3 3v2h5.97v7l1 1 1-1v-7H19v-2c-1.66 0-3-1.34-3-3z",
  bar: "M12 2a10 10 0 100 20 10 10 0 000-20zm0 2c1.85 0 3.55.63 4.9 1.69L5.69 16.9A8 8 0 0112 4zm0 16a7.9 7.9 0 01-4.9-1.69L18.31 7.1A8 8 0 0112 20z",
}
const SVG = "http://www.w3.org/2000/svg"

function node(name, className, text) {
  const made = document.createElement(name)
  if (className) made.className = className
  if (text !== undefined && text !== null) made.textContent = text
  return made
}

// The position of a value on the axis, in per cents. Ranks are on a logarithmic axis: the first places have most room.
function at(value, data) {
  const part = data.log ? Math.log(Math.max(value, 1)) / Math.log(data.far) : value / data.far
  return `${100 * Math.min(Math.max(part, 0), 1)}%`
}

function axis(row, data) {
  const drawn = node("span", "axis")
  drawn.setAttribute("role", "img")
  drawn.setAttribute("aria-label", row.interval)
  drawn.title = row.interval
  for (const tick of data.grid ? data.ticks : []) {
    const mark = node("i", "grid")
    mark.style.left = at(tick.at, data)
    drawn.append(mark)
  }
  if (data.line !== null) {
    const top = node("i", "top")
    top.style.left = at(data.line, data)
    drawn.append(top)
  }
  for (const part of row.parts ?? []) {
    const block = node("i", "part")
    block.style.left = at(part.low, data)
    block.style.right = `calc(100% - ${at(part.high, data)})`
    block.style.background = part.colour
    block.title = part.label
    drawn.append(block)
  }
  for (const window of row.windows ?? []) {
    const frame = node("i", "window")
    frame.style.left = at(window.low, data)
    frame.style.right = `calc(100% - ${at(window.high, data)})`
    frame.title = window.label
    drawn.append(frame)
  }
  if (row.low !== null && row.low !== undefined) {
    const span = node("i", "span")
    span.style.left = at(row.low, data)
    span.style.right = `calc(100% - ${at(row.high, data)})`
    const dot = node("i", "dot")
    dot.style.left = at(row.value, data)
    drawn.append(span, dot)
  }
  return drawn
}

function header(data) {
  const head = node("div", "head")
  const ticks = node("span", "axis ticks")
  let free = -100 // where the label before ends; labels of a logarithmic axis stand closer and closer
  for (const tick of data.ticks) {
    const middle = parseFloat(at(tick.at, data))
    const half = 2 * tick.label.length + 1
    if (data.log && middle - half < free) continue
    free = middle + half
    const label = node("i", "tick", tick.label)
    label.style.left = at(tick.at, data)
    ticks.append(label)
  }
  const title = node("span", "title", data.words.axis)
  head.append(title, ticks)
  head.setAttribute("aria-hidden", "true")
  return head
}

// A mark that a row can have: a star, or the drawing of ICONS.
function mark(row, one, send) {
  const on = row.marks[one.name]
  const button = node("button", on ? `${one.name} mark on` : `${one.name} mark`)
  if (one.icon in ICONS) {
    const drawing = document.createElementNS(SVG, "svg")
    drawing.setAttribute("viewBox", "0 0 24 24")
    const path = document.createElementNS(SVG, "path")
    path.setAttribute("d", ICONS[one.icon])
    drawing.append(path)
    button.append(drawing)
  } else button.textContent = on ? "★" : "☆"
  button.type = "button"
  button.title = on ? one.off : one.on
  button.setAttribute("aria-label", `${button.title}: ${row.name}`)
  button.setAttribute("aria-pressed", String(on))
  button.onclick = () => send("mark", { id: row.id, name: one.name })
  return button
}

function line(row, data, send) {
  const item = node("li", ["row", row.id === data.selected && "selected", row.muted && "muted"].filter(Boolean).join(" "))
  item.dataset.id = row.id
  const open = node("button", "open")
  open.type = "button"
  if (row.id === data.selected) open.setAttribute("aria-current", "true")
  const words = node("span", "words")
  const first = node("span", "first")
  first.append(node("b", "name", row.name), node("span", "place", row.place))
  words.append(first, node("span", "why", row.why))
  words.title = row.why // a long one is cut off in the row
  open.append(node("span", "rank", row.number), words)
  if (!data.bare) open.append(axis(row, data))
  open.onclick = () => send("open", row.id)
  item.append(open)
  if (!row.action) return item
  const marks = node("span", "marks")
  for (const one of row.marks ? data.marks : []) marks.append(mark(row, one, send))
  const act = node("button", "act", row.action)
  act.type = "button"
  act.title = row.does
  act.setAttribute("aria-label", `${row.does}: ${row.name}`)
  act.onclick = () => send("act", row.id)
  item.append(marks, act)
  return item
}

function legend(data) {
  const list = node("div", "legend")
  for (const each of data.legend) {
    const label = node("span", "", each.label)
    const swatch = node("i", each.colour ? "swatch" : "swatch window")
    if (each.colour) swatch.style.background = each.colour
    label.prepend(swatch)
    list.append(label)
  }
  return list
}

// One row at a time is in the order of the Tab key.
function reach(list, chosen) {
  for (const item of list.querySelectorAll("li.row")) {
    for (const button of item.querySelectorAll("button")) button.tabIndex = item === chosen ? 0 : -1
  }
}

export default function ({ data, parentElement, setTriggerValue }) {
  const had = parentElement.activeElement ?? null
  const focused = had && had.closest("li.row")
  const part = focused && had.className.split(" ")[0]
  for (const old of parentElement.querySelectorAll(".intervals")) old.remove()
  const looks = { acting: data.rows.some((row) => row.action), wide: data.wide, bare: data.bare,
    unnumbered: data.rows.every((row) => !row.number) }
  const root = node("div", ["intervals", ...Object.keys(looks).filter((name) => looks[name])].join(" "))
  root.style.setProperty("--marks", String(data.marks.length))
  const list = node("ol")
  list.setAttribute("aria-label", data.words.list_of)
  const send = (name, id) => setTriggerValue(name, id)
  let group = null
  for (const row of data.rows) {
    if (row.group && row.group !== group) list.append(node("li", "group", row.group))
    group = row.group
    list.append(line(row, data, send))
    if (row.id === data.last_clear) list.append(node("li", "note", data.words.unclear))
  }
  if (data.legend.length) root.append(legend(data))
  if (!data.bare) root.append(header(data))
  root.append(list)
  if (data.words.keys) root.append(node("p", "keys", data.words.keys))
  parentElement.append(root)
  const rows = [...list.querySelectorAll("li.row")]
  const chosen = rows.find((item) => item.dataset.id === (focused ? focused.dataset.id : data.selected)) ?? rows[0]
  reach(list, chosen)
  if (focused && chosen) chosen.querySelector(`.${part}`)?.focus()
  list.onkeydown = (event) => {
    const item = event.target.closest("li.row")
    if (!item || event.ctrlKey || event.metaKey || event.altKey) return
    const here = rows.indexOf(item)
    const steps = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: rows.length - 1 }
    if (event.key in steps) {
      const next = rows[steps[event.key]]
      if (next) {
        reach(list, next)
        next.querySelector(".open").focus()
      }
      event.preventDefault()
      return
    }
    const one = data.marks.find((each) => each.key === event.key.toLowerCase())
    if (one && item.querySelector(`.${one.name}`)) {
      send("mark", { id: item.dataset.id, name: one.name })
      event.preventDefault()
    }
  }
}
