/** The two notes of the sound for a new message: hertz, and seconds from its start. */
const NOTES = [
  { hertz: 660, at: 0 },
  { hertz: 880, at: 0.09 },
] as const
const NOTE_SECONDS = 0.22
const LOUDNESS = 0.06

/** Plays the sound for a new message. Stays silent if the browser does not allow it. */
export function playSound(): void {
  const audio = new AudioContext()
  const end = NOTES.map(({ hertz, at }) => {
    const note = audio.createOscillator()
    const volume = audio.createGain()
    const start = audio.currentTime + at
    note.frequency.value = hertz
    volume.gain.setValueAtTime(LOUDNESS, start)
    volume.gain.exponentialRampToValueAtTime(0.0001, start + NOTE_SECONDS)
    note.connect(volume).connect(audio.destination)
    note.start(start)
    note.stop(start + NOTE_SECONDS)
    return note
  }).at(-1)
  end?.addEventListener('ended', () => void audio.close())
}
