# syntax=docker/dockerfile:1
FROM --platform=$BUILDPLATFORM node:20-bookworm-slim AS explorer
WORKDIR /src/server/explorer/web
COPY server/explorer/web/package.json server/explorer/web/package-lock.json server/explorer/web/.npmrc ./
ENV npm_config_cache=/cache
RUN --mount=type=cache,target=/cache npm ci --no-audit --no-fund
COPY server/explorer /src/server/explorer
RUN npm run build

FROM --platform=$BUILDPLATFORM golang:1.26-bookworm AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN --mount=type=cache,target=/go/pkg/mod go mod download
COPY . .
COPY --from=explorer /src/server/explorer/web/dist server/explorer/web/dist
ARG TARGETOS TARGETARCH VERSION=dev
ENV GOCACHE=/cache
RUN --mount=type=cache,target=/go/pkg/mod --mount=type=cache,target=/cache \
    CGO_ENABLED=0 GOOS=$TARGETOS GOARCH=$TARGETARCH go build -trimpath -tags explorer \
    -ldflags "-s -w -X main.version=$VERSION" -o /out/entente ./server && mkdir /out/data

# Static, no shell, not root (uid 65532).
FROM gcr.io/distroless/static-debian12:nonroot
COPY --from=build /out/entente /entente
COPY --from=build --chown=65532:65532 /out/data /data
ENV ENTENTE_ADDR=0.0.0.0:8080 ENTENTE_PUBLIC=true ENTENTE_DATA=/data
VOLUME /data
EXPOSE 8080
ENTRYPOINT ["/entente"]
