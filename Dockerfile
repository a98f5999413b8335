# kanjo alone in an image: a static binary, the authorities that sign for AWS, no shell, no root.
#   docker build -t kanjo . && docker run --rm -v "$PWD:/work" kanjo estimate
FROM rust:1.95-alpine AS build
RUN apk add --no-cache build-base ca-certificates
WORKDIR /src
COPY . .
RUN cargo build --locked --profile dist --features forge,aws,lake && cp target/dist/kanjo /kanjo

FROM scratch
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY --from=build /kanjo /kanjo
USER 65534:65534
WORKDIR /work
ENTRYPOINT ["/kanjo"]
