import './theme.css'
import type { Palette } from './map/palette.ts'
import { drawSight } from './sight/sight.ts'
import { NARROW } from './ui/narrow.ts'
import { chosenLang, tellLang } from './words/lang.ts'

/** So long the board waits for the first sight of the map at most. */
const WAIT_MS = 2500
/** Under which name Mantine keeps the colours that were chosen. */
const COLOURS = 'mantine-color-scheme-value'

const scheme = schemeOf(localStorage.getItem(COLOURS))
document.documentElement.dataset.mantineColorScheme = scheme
tellLang(chosenLang())

// The picture is what nearly everybody comes for: the map is seen before the board that moves it has been read.
const sight = document.getElementById('sight')
const pane = sight?.querySelector('div')
if (location.pathname === '/' && !matchMedia(NARROW).matches && pane) {
  const drawn = drawSight(pane, scheme).catch(() => {})
  await Promise.race([drawn, new Promise((done) => setTimeout(done, WAIT_MS))])
} else sight?.remove()
await import('./start.tsx')

function schemeOf(chosen: string | null): Palette['scheme'] {
  if (chosen === 'light' || chosen === 'dark') return chosen
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'
}
