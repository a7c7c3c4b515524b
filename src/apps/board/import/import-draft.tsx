export function ImportDraft() {
  return <main>ImportDraft</main>
}
