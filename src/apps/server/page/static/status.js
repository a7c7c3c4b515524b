// Keeps the picture fresh: fetches this very page every five seconds and puts its picture in place of the one shown. When
// it can't be reached the old picture stays, and says that it is old.
const EVERY_MS = 5000
const picture = document.querySelector('#picture')
const lost = document.querySelector('#lost')

async function refresh() {
  try {
    const answer = await fetch(location.href, { signal: AbortSignal.timeout(4 * EVERY_MS) })
    if (!answer.ok) throw new Error(String(answer.status))
    const next = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('#picture')
    if (next && next.innerHTML !== picture.innerHTML) replace(next)
    tell('')
  } catch {
    tell(lost.dataset.says)
  }
}

/** Puts the new picture in, and gives whoever was on a link of the old one the same link of the new, and the same scroll. */
function replace(next) {
  const href = document.activeElement?.getAttribute('href')
  const scrolled = [...picture.querySelectorAll('.scroll')].map((part) => part.scrollLeft)
  picture.replaceChildren(...next.childNodes)
  picture.querySelectorAll('.scroll').forEach((part, i) => {
    part.scrollLeft = scrolled[i] ?? 0
  })
  if (href && document.activeElement === document.body) picture.querySelector(`a[href="${CSS.escape(href)}"]`)?.focus()
}

/** Said once: a status that is written anew each time is read out each time. */
function tell(text) {
  if (lost.textContent !== text) lost.textContent = text
}

async function keepFresh() {
  if (!document.hidden) await refresh()
  setTimeout(keepFresh, EVERY_MS)
}

document.addEventListener('visibilitychange', () => document.hidden || refresh())
setTimeout(keepFresh, EVERY_MS)
