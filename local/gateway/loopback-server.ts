import { createServer, type RequestListener, type Server } from 'node:http'
import { isFromHere } from './hosts.ts'
import { gatewayAnswer, sendAnswer } from './http-result.ts'

const REQUEST_TIMEOUT_MS = 15_000

const ELSEWHERE = gatewayAnswer(421, 'This port serves only requests from this machine to its loopback address.')

/** A server for clients on this machine. Refuses requests that name another host, as a foreign web page would. */
export const loopbackServer = (listener: RequestListener): Server =>
  createServer({ requestTimeout: REQUEST_TIMEOUT_MS }, (req, res) =>
    isFromHere(req) ? listener(req, res) : sendAnswer(res, ELSEWHERE),
  )
