package console_test

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"net/http"
	"net/url"
	"testing"
)

// authenticator is a security key in software: one ES256 key, no attestation.
type authenticator struct {
	t       testing.TB
	origin  string
	id      []byte
	key     *ecdsa.PrivateKey
	counter uint32
	handle  string // of the user, as it was told
	// verifies is whether it asks for a finger or a PIN.
	verifies bool
}

func newAuthenticator(t testing.TB, origin string) *authenticator {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return &authenticator{t: t, origin: origin, id: []byte(rand.Text()), key: key, counter: 1, verifies: true}
}

// dared is what the server sends to the script.
type dared struct {
	Ticket  uint   `json:"ticket"`
	Code    string `json:"code"`
	Options struct {
		PublicKey struct {
			Challenge string `json:"challenge"`
			RPID      string `json:"rpId"`
			RP        struct {
				ID string `json:"id"`
			} `json:"rp"`
			User struct {
				ID string `json:"id"`
			} `json:"user"`
			UserVerification string `json:"userVerification"`
			AllowCredentials []struct {
				ID string `json:"id"`
			} `json:"allowCredentials"`
			ExcludeCredentials []struct {
				ID string `json:"id"`
			} `json:"excludeCredentials"`
		} `json:"publicKey"`
	} `json:"options"`
}

// dare asks for a challenge, as the script does.
func (b *somebody) dare(path string) dared {
	b.t.Helper()
	a := b.post(path, nil)
	if a.status != http.StatusOK {
		b.t.Fatalf("status %d to %q", a.status, a.location)
	}
	var d dared
	if err := json.Unmarshal([]byte(a.body), &d); err != nil {
		b.t.Fatal(err)
	}
	return d
}

func b64(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

// create answers a challenge to register, with the form that the script sends.
func (a *authenticator) create(d dared, name string) url.Values {
	a.t.Helper()
	a.handle = d.Options.PublicKey.User.ID
	data := a.authData(d.Options.PublicKey.RP.ID, a.attested())
	object := cborMap(
		cborText("fmt"), cborText("none"), cborText("attStmt"), []byte{0xa0}, cborText("authData"), cborBytes(data))
	return a.form(d, url.Values{"name": {name}}, map[string]any{
		"clientDataJSON": b64(a.clientData("webauthn.create", d)), "attestationObject": b64(object),
	})
}

// get answers a challenge to sign in.
func (a *authenticator) get(d dared) url.Values {
	a.t.Helper()
	client := a.clientData("webauthn.get", d)
	data := a.authData(d.Options.PublicKey.RPID, nil)
	hash := sha256.Sum256(client)
	digest := sha256.Sum256(append(bytes.Clone(data), hash[:]...))
	signature, err := ecdsa.SignASN1(rand.Reader, a.key, digest[:])
	if err != nil {
		a.t.Fatal(err)
	}
	return a.form(d, url.Values{}, map[string]any{
		"clientDataJSON": b64(client), "authenticatorData": b64(data), "signature": b64(signature), "userHandle": a.handle,
	})
}

func (a *authenticator) form(d dared, form url.Values, response map[string]any) url.Values {
	answer, err := json.Marshal(map[string]any{
		"id": b64(a.id), "rawId": b64(a.id), "type": "public-key", "response": response, "clientExtensionResults": map[string]any{},
	})
	if err != nil {
		a.t.Fatal(err)
	}
	ticket, err := json.Marshal(d.Ticket)
	if err != nil {
		a.t.Fatal(err)
	}
	form.Set("ticket", string(ticket))
	form.Set("code", d.Code)
	form.Set("answer", string(answer))
	return form
}

func (a *authenticator) clientData(kind string, d dared) []byte {
	data, err := json.Marshal(map[string]any{
		"type": kind, "challenge": d.Options.PublicKey.Challenge, "origin": a.origin, "crossOrigin": false,
	})
	if err != nil {
		a.t.Fatal(err)
	}
	return data
}

// authData is laid out as in section 6.1 of WebAuthn.
func (a *authenticator) authData(rpID string, attested []byte) []byte {
	const present, verified, hasKey = 0x01, 0x04, 0x40
	flags := byte(present)
	if a.verifies {
		flags |= verified
	}
	if attested != nil {
		flags |= hasKey
	}
	hash := sha256.Sum256([]byte(rpID))
	data := append(hash[:], flags)
	data = binary.BigEndian.AppendUint32(data, a.counter)
	return append(data, attested...)
}

// attested is the key, as a COSE_Key, after the model's name and its own.
func (a *authenticator) attested() []byte {
	point, err := a.key.PublicKey.Bytes()
	if err != nil {
		a.t.Fatal(err)
	}
	data := make([]byte, 16)
	data = binary.BigEndian.AppendUint16(data, uint16(len(a.id)))
	data = append(data, a.id...)
	return append(data, cborMap(
		[]byte{0x01}, []byte{0x02}, // kty: EC2
		[]byte{0x03}, []byte{0x26}, // alg: ES256
		[]byte{0x20}, []byte{0x01}, // crv: P-256
		[]byte{0x21}, cborBytes(point[1:33]),
		[]byte{0x22}, cborBytes(point[33:]),
	)...)
}

// The little of CBOR (RFC 8949) that a key speaks.
func cborMap(items ...[]byte) []byte {
	return append([]byte{0xa0 | byte(len(items)/2)}, bytes.Join(items, nil)...)
}

func cborText(text string) []byte { return append([]byte{0x60 | byte(len(text))}, text...) }

func cborBytes(b []byte) []byte { return append([]byte{0x58, byte(len(b))}, b...) }
