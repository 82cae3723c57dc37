/** The API Gateway in front of the web function, with its rate limits: a request beyond them is answered with 429 and runs no function. */
import { type CfnStage, HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { THROTTLED_FORMS } from '../../functions/domain/site/throttled-forms.ts';

/** A token bucket: requests a second, and the burst. The account's own limits are 10,000 and 5,000. */
type Throttle = { throttlingRateLimit: number; throttlingBurstLimit: number };
const createThrottle = (rate: number, burst: number): Throttle => ({
  throttlingRateLimit: rate,
  throttlingBurstLimit: burst,
});

/** CloudFront caches pages, so a reader's request seldom arrives here. */
const PAGE_LIMIT = createThrottle(200, 400);

/**
 * A sign-up takes a constant quarter of a second (functions/web/readers/form.ts): eight a second keep two functions busy, five with a
 * burst. If the table is slow, a sign-up takes up to two seconds, and all ten functions of a new account may be busy. None can be reserved
 * there, so these limits keep room for the tick and a delivery.
 */
const SIGN_UP_LIMIT = createThrottle(8, 3);
/** Forms behind the links of letters. Those of `/manage` take as long as sign-ups. */
const FORM_LIMIT = createThrottle(4, 1);

/** One-click unsubscribing is not slowed: mail services post many requests at once after a letter. */
const LIMITS_BY_KIND: Readonly<Record<(typeof THROTTLED_FORMS)[number]['slowed'], Throttle>> = {
  'sign-ups': SIGN_UP_LIMIT,
  forms: FORM_LIMIT,
};

export function createApi(scope: Construct, web: IFunction): HttpApi {
  const integration = new HttpLambdaIntegration('Web', web);
  const api = new HttpApi(scope, 'Api', {
    defaultIntegration: integration,
    description: 'Answers CloudFront alone: others do not know what to say.',
  });
  const stage = api.defaultStage!.node.defaultChild as CfnStage;
  stage.defaultRouteSettings = PAGE_LIMIT;
  stage.routeSettings = Object.fromEntries(
    THROTTLED_FORMS.map(({ path, slowed }) => {
      const { throttlingRateLimit, throttlingBurstLimit } = LIMITS_BY_KIND[slowed];
      // CloudFormation passes this JSON on to API Gateway unchanged, so the names are API Gateway's.
      return [
        `POST ${path}`,
        { ThrottlingRateLimit: throttlingRateLimit, ThrottlingBurstLimit: throttlingBurstLimit },
      ];
    }),
  );
  for (const { path } of THROTTLED_FORMS) {
    const routes = api.addRoutes({ path, methods: [HttpMethod.POST], integration });
    // A stage may set limits only for routes that exist:
    // https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-throttling.html
    for (const route of routes) stage.node.addDependency(route);
  }
  return api;
}
