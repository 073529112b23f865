import type { Reason } from './news.ts'

/** The tones of a call, in Hz: two rising ones for a new wait, one for a user's answer. */
const TONES: Readonly<Record<Reason, readonly number[]>> = { waiting: [660, 880], reply: [740], review: [740, 880] }
const TONE_SECONDS = 0.12
const LOUDNESS = 0.08
/** While many users begin to wait, one sound in this time (ms) is enough. */
const QUIET_MS = 2_000

let quietUntil = 0

/**
 * Plays the sound of a call, at most once in `QUIET_MS`. Stays silent if the browser blocks sound before the first click.
 */
export async function chime(reason: Reason): Promise<void> {
  if (performance.now() < quietUntil) return
  quietUntil = performance.now() + QUIET_MS
  const audio = new AudioContext()
  try {
    if (audio.state !== 'running') return
    const gain = new GainNode(audio, { gain: LOUDNESS })
    gain.connect(audio.destination)
    const ends = TONES[reason].map((frequency, index) => {
      const tone = new OscillatorNode(audio, { frequency })
      tone.connect(gain)
      tone.start(audio.currentTime + index * TONE_SECONDS)
      tone.stop(audio.currentTime + (index + 1) * TONE_SECONDS)
      return new Promise(resolve => tone.addEventListener('ended', resolve))
    })
    await Promise.all(ends)
  } finally {
    await audio.close()
  }
}
