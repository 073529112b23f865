import { invalidParameter } from './errors.ts'
import { isJson } from './parameters.ts'
import { checkTitle, isHttpUrl, lengthOf } from './text.ts'
import type { Json } from './types.ts'

/** The limits of https://developers.facebook.com/documentation/business-messaging/messenger-platform/send-messages/template/generic and of the pages beside it. */
const MAX_ELEMENTS = 10
const MAX_BUTTONS = 3
const MAX_ELEMENT_TITLE = 80
const MAX_BUTTON_TEXT = 640
/** The limits of https://developers.facebook.com/documentation/business-messaging/messenger-platform/send-messages/buttons. */
const MAX_BUTTON_TITLE = 20
const MAX_PAYLOAD = 1_000

/** Reads the payload of a template. Templates other than generic, button and media are kept without a check. */
export const readTemplate = (payload: Json): Json => {
  switch (payload.template_type) {
    case 'generic':
      for (const [index, element] of elementsOf(payload, MAX_ELEMENTS).entries())
        readCard(element, `elements[${index}]`)
      return payload
    case 'button':
      if (typeof payload.text !== 'string' || payload.text === '' || lengthOf(payload.text) > MAX_BUTTON_TEXT)
        throw invalidParameter(`Param text must have 1 to ${MAX_BUTTON_TEXT} characters`)
      readButtons(payload.buttons, 'buttons', 1)
      return payload
    case 'media':
      for (const element of elementsOf(payload, 1)) readMedia(element)
      return payload
    default:
      if (typeof payload.template_type !== 'string')
        throw invalidParameter('Param message[attachment][payload][template_type] is required')
      return payload
  }
}

const elementsOf = ({ elements }: Json, most: number): readonly Json[] => {
  if (!Array.isArray(elements) || elements.length === 0 || elements.length > most || !elements.every(isJson))
    throw invalidParameter(`Param elements must be an array of 1 to ${most} objects`)
  return elements
}

const readCard = (element: Json, name: string): void => {
  checkTitle(element.title, MAX_ELEMENT_TITLE, `${name}[title]`)
  if (
    element.subtitle !== undefined &&
    (typeof element.subtitle !== 'string' || lengthOf(element.subtitle) > MAX_ELEMENT_TITLE)
  )
    throw invalidParameter(`Length of param ${name}[subtitle] must be less than or equal to ${MAX_ELEMENT_TITLE}`)
  if (element.image_url !== undefined && !isHttpUrl(element.image_url))
    throw invalidParameter(`Param ${name}[image_url] should represent a valid URL`)
  if (
    element.subtitle === undefined &&
    element.image_url === undefined &&
    element.buttons === undefined &&
    element.default_action === undefined
  )
    throw invalidParameter(`Param ${name} must have a property besides title`)
  readButtons(element.buttons, `${name}[buttons]`, 0)
}

const readMedia = (element: Json): void => {
  if (element.media_type !== 'image' && element.media_type !== 'video')
    throw invalidParameter('Param elements[0][media_type] must be one of {image, video}')
  if ((element.attachment_id === undefined) === (element.url === undefined))
    throw invalidParameter('Param elements[0] must have either attachment_id or url')
  if (element.url !== undefined && !isOfFacebook(element.url))
    throw invalidParameter('Param elements[0][url] must be a URL of Facebook')
  readButtons(element.buttons, 'elements[0][buttons]', 0)
}

/** A media template takes no address outside Facebook: https://developers.facebook.com/documentation/business-messaging/messenger-platform/send-messages/template/media. */
const isOfFacebook = (url: unknown): boolean => isHttpUrl(url) && /(?:^|\.)facebook\.com$/.test(new URL(url).hostname)

const readButtons = (buttons: unknown, name: string, least: number): void => {
  if (buttons === undefined && least === 0) return
  if (!Array.isArray(buttons) || buttons.length < least || buttons.length > MAX_BUTTONS)
    throw invalidParameter(`Param ${name} must be an array of ${least} to ${MAX_BUTTONS} elements`)
  for (const [index, button] of buttons.entries()) readButton(button, `${name}[${index}]`)
}

const readButton = (button: unknown, name: string): void => {
  if (!isJson(button)) throw invalidParameter(`Param ${name} must be an object`)
  switch (button.type) {
    case 'web_url':
      checkTitle(button.title, MAX_BUTTON_TITLE, `${name}[title]`)
      if (!isHttpUrl(button.url)) throw invalidParameter(`Param ${name}[url] should represent a valid URL`)
      return
    case 'postback':
      checkTitle(button.title, MAX_BUTTON_TITLE, `${name}[title]`)
      if (typeof button.payload !== 'string' || lengthOf(button.payload) > MAX_PAYLOAD)
        throw invalidParameter(`Param ${name}[payload] must be a string of at most ${MAX_PAYLOAD} characters`)
      return
    case 'phone_number':
      checkTitle(button.title, MAX_BUTTON_TITLE, `${name}[title]`)
      if (typeof button.payload !== 'string' || !/^\+\d{5,20}$/.test(button.payload))
        throw invalidParameter(`Param ${name}[payload] must be a phone number that begins with +`)
      return
    case 'account_link':
    case 'account_unlink':
    case 'game_play':
      return
    default:
      throw invalidParameter(
        `Param ${name}[type] must be one of {web_url, postback, phone_number, account_link, account_unlink, game_play}`,
      )
  }
}
