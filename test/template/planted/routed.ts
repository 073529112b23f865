import { aboutRoutes, aboutSocketRoutes } from '../complaints/routes.ts'
import { drop, type Plant, route } from './plant.ts'

export const ROUTED: readonly Plant[] = [
  {
    what: 'a missing route',
    plant: deployment =>
      drop(
        deployment,
        'AWS::ApiGatewayV2::Route',
        ({ Properties }) => Properties.RouteKey === 'GET /api/v1/bots/{botId}/config',
      ),
    check: aboutRoutes,
    complaint: /^GET \/api\/v1\/bots\/\{botId\}\/config is in the OpenAPI document, but no event/,
  },
  {
    what: 'a missing route for slashes and HEAD',
    plant: deployment =>
      drop(deployment, 'AWS::ApiGatewayV2::Route', ({ Properties }) =>
        Properties.RouteKey.endsWith('/mod/hitl/{rest+}'),
      ),
    check: aboutRoutes,
    complaint: /^ANY \/api\/v1\/bots\/\{botId\}\/mod\/hitl\/\{rest\+\} is a route of a function, but no event/,
  },
  {
    what: 'the route for slashes and HEAD at the wrong function',
    plant: deployment => {
      const { Target } = route(deployment, 'POST /api/v1/bots/{botId}/messages')
      route(deployment, 'ANY /api/v1/bots/{botId}/mod/hitl/{rest+}').Target = Target
    },
    check: aboutRoutes,
    complaint: /\{rest\+\} goes to InboundLambdaFunction/,
  },
  {
    what: 'an undocumented route',
    plant: deployment => {
      route(deployment, 'GET /docs').RouteKey = 'GET /doc'
    },
    check: aboutRoutes,
    complaint: /^GET \/doc is an event, but not/,
  },
  {
    what: 'a route at the wrong function',
    plant: deployment => {
      const { Target } = route(deployment, 'POST /api/v1/bots/{botId}/messages')
      route(deployment, 'GET /docs').Target = Target
    },
    check: aboutRoutes,
    complaint: /^GET \/docs goes to InboundLambdaFunction/,
  },
  {
    what: 'a limit on a missing route',
    plant: deployment => {
      const { Properties } = deployment.template.Resources.HttpApiStage!
      Properties.RouteSettings = { 'POST /messages': {} }
    },
    check: aboutRoutes,
    complaint: /limits POST \/messages, which is no route/,
  },
  {
    what: 'a route of users without a limit',
    plant: deployment => {
      const { RouteSettings = {} } = deployment.template.Resources.HttpApiStage!.Properties
      delete RouteSettings['POST /api/v1/bots/{botId}/mod/hitl/channel/{channel}/user/{userId}/pause']
    },
    check: aboutRoutes,
    complaint: /user\/\{userId\}\/pause may be called by anybody's users, and has no limit/,
  },
  {
    what: 'a missing socket route',
    plant: deployment =>
      drop(deployment, 'AWS::ApiGatewayV2::Route', ({ Properties }) => Properties.RouteKey === '$disconnect'),
    check: aboutSocketRoutes,
    complaint: /^\$disconnect is no event/,
  },
]
