import { addressOf, tilesAddress } from '../api/address.ts'
import { type Palette, paletteOf } from '../map/palette.ts'
import { type Box, type MapAddress, parseMap, viewOfBox } from '../map/view.ts'
import { chosenLang } from '../words/lang.ts'
import { paint } from './paint.ts'
import { fetchTile, placed, type Tile, tilesIn } from './tiles.ts'

/** The map as it is first seen, drawn by a few kilobytes of script while the board's are still being read. */
interface Sight {
  /** The address that it was drawn for. */
  address: string
  canvas: HTMLCanvasElement
  /** Draws it anew for an element of another size. */
  fitTo: (element: HTMLElement) => void
}

let sight: Sight | null = null
/** The map itself has been drawn once: what comes later than that is not wanted. */
let over = false

/**
 * Draws what the address looks at into an element. It only looks: the map that can be moved takes its place as soon as it has
 * drawn the same. Whatever does not come is left to the board, which says so.
 */
export async function drawSight(into: HTMLElement, scheme: Palette['scheme']): Promise<void> {
  const address = location.href
  const asked = new URLSearchParams(location.search)
  const map = parseMap(asked.get('map') ?? undefined)
  const box = map.view ? null : await extentOf(asked)
  if (map.table || (!map.view && !box)) return
  const at = asked.get('at')
  const { shown } = map
  const tilesAt = tilesAddress({
    lane: asked.get('lane') ?? 'actual',
    at: at ? new Date(at) : null,
    people: shown.has('people'),
  })
  const wanted = tilesIn(viewOn(into, map, box), into.clientWidth, into.clientHeight)
  const tiles = (await Promise.all(wanted.map((tile) => fetchTile(tilesAt, tile)))).filter((tile) => tile !== null)
  if (tiles.length === 0 || over) return
  const canvas = document.createElement('canvas')
  const look = { palette: paletteOf(document.documentElement, scheme), lang: chosenLang(), shown }
  const fitTo = (element: HTMLElement) => drawOn(canvas, element, tiles, viewOn(element, map, box), look)
  fitTo(into)
  into.append(canvas)
  sight = { address, canvas, fitTo }
}

async function extentOf(asked: URLSearchParams): Promise<Box | null> {
  const answer = await fetch(
    addressOf('/map/extent', { tree: asked.get('tree') === 'unit' ? 'unit' : 'area', node: asked.get('node') }),
  )
  return answer.ok ? ((await answer.json()) as { bbox: Box | null }).bbox : null
}

const viewOn = ({ clientWidth, clientHeight }: HTMLElement, { view }: MapAddress, box: Box | null) =>
  view ?? viewOfBox(box as Box, clientWidth, clientHeight)

function drawOn(
  canvas: HTMLCanvasElement,
  { clientWidth: width, clientHeight: height }: HTMLElement,
  tiles: readonly Tile[],
  view: ReturnType<typeof viewOn>,
  look: Omit<Parameters<typeof paint>[2], 'zoom'>,
): void {
  canvas.width = width * devicePixelRatio
  canvas.height = height * devicePixelRatio
  canvas.style.cssText = `display:block;width:${width}px;height:${height}px`
  const c = canvas.getContext('2d')
  if (!c) return
  c.scale(devicePixelRatio, devicePixelRatio)
  const on = tiles.map((tile) => placed(tile, view, width, height))
  paint(c, on, { ...look, zoom: view.zoom })
  canvas.dataset.sight = 'drawn'
}

/** Moves what was drawn into an element of the board, for as long as the board looks at the same; returns how to let go of it. */
export function takeSight(element: HTMLElement): () => void {
  document.getElementById('sight')?.remove()
  if (sight?.address !== location.href) dropSight()
  const { canvas, fitTo } = sight ?? {}
  if (!canvas || !fitTo) return () => {}
  element.append(canvas)
  // Told of its size at once, and again when what comes beside it makes it smaller.
  const sized = new ResizeObserver(() => fitTo(element))
  sized.observe(element)
  return () => {
    sized.disconnect()
    canvas.remove()
  }
}

/** The map has drawn the same: nothing is kept of what was there before it. */
export function dropSight(): void {
  over = true
  sight?.canvas.remove()
  sight = null
}
