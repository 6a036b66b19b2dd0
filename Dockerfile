# The image holds one static program, the certificates it needs to speak to mail
# servers, and two folders. It runs as a user without rights.

FROM golang:1.26-bookworm AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=1 go build -trimpath \
	-tags netgo,osusergo,sqlite_omit_load_extension \
	-ldflags '-s -w -linkmode external -extldflags "-static"' \
	-o /out/samling ./cmd/samling \
	&& mkdir /out/data /out/tmp

FROM scratch
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY --from=build --chown=65532:65532 /out/data /data
COPY --from=build --chown=65532:65532 /out/tmp /tmp
COPY --from=build /out/samling /samling
USER 65532:65532
ENV SAMLING_LISTEN=0.0.0.0:8080 SAMLING_DATA=/data
EXPOSE 8080
VOLUME /data
ENTRYPOINT ["/samling"]
CMD ["serve"]
