export function MapPane() {
  return <div />
}
