// A list of rows, each with an interval on one axis. Data reach the page as text nodes only.
// Arrows move, Enter opens; where rows can be kept, S keeps a row or lets it go.

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
  if (data.line !== null) {
    const top = node("i", "top")
    top.style.left = at(data.line, data)
    drawn.append(top)
  }
  if (row.low !== null) {
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
  for (const tick of data.ticks) {
    const label = node("i", "tick", tick.label)
    label.style.left = at(tick.at, data)
    ticks.append(label)
  }
  const title = node("span", "title", data.words.axis)
  head.append(title, ticks)
  head.setAttribute("aria-hidden", "true")
  return head
}

function line(row, data, send) {
  const item = node("li", row.id === data.selected ? "row selected" : "row")
  item.dataset.id = row.id
  const open = node("button", "open")
  open.type = "button"
  if (row.id === data.selected) open.setAttribute("aria-current", "true")
  const words = node("span", "words")
  const first = node("span", "first")
  first.append(node("b", "name", row.name), node("span", "place", row.place))
  words.append(first, node("span", "why", row.why))
  open.append(node("span", "rank", row.number), words, axis(row, data))
  open.onclick = () => send("open", row.id)
  item.append(open)
  if (!row.action) return item
  const keep = node("button", row.kept ? "keep kept" : "keep", row.kept ? "★" : "☆")
  keep.type = "button"
  keep.title = row.kept ? data.words.unlist : data.words.list
  keep.setAttribute("aria-label", `${keep.title}: ${row.name}`)
  keep.setAttribute("aria-pressed", String(row.kept))
  keep.onclick = () => send("keep", row.id)
  const act = node("button", "act", row.action)
  act.type = "button"
  act.title = row.does
  act.setAttribute("aria-label", `${row.does}: ${row.name}`)
  act.onclick = () => send("act", row.id)
  item.append(keep, act)
  return item
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
  const root = node("div", data.rows.some((row) => row.action) ? "intervals acting" : "intervals")
  const list = node("ol")
  list.setAttribute("aria-label", data.words.list_of)
  const send = (name, id) => setTriggerValue(name, id)
  for (const row of data.rows) {
    list.append(line(row, data, send))
    if (row.id === data.last_clear) list.append(node("li", "note", data.words.unclear))
  }
  root.append(header(data), list)
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
    } else if (item.querySelector(".keep") && event.key.toLowerCase() === "s") {
      send("keep", item.dataset.id)
      event.preventDefault()
    }
  }
}
