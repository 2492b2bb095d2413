package bus

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/local/localtest"
)

// neverAsked are the codes of requests that wireroom's loops never make, by kind.
func neverAsked() map[string][]int {
	return map[string][]int{
		"a stream's making or change":      {10011, 10027, 10048, 10049, 10050, 10052, 10058, 10061, 10065, 10069, 10113, 10122, 10123, 10124, 10128, 10129, 10155, 10156, 10226},
		"sources and mirrors":              {10021, 10022, 10024, 10029, 10030, 10031, 10032, 10033, 10034, 10045, 10046, 10055, 10140, 10141, 10142, 10143, 10144, 10145, 10146, 10147, 10150, 10151, 10152, 10154, 10173, 10186, 10187, 10198, 10209, 10213, 10214, 10215, 10216, 10217, 10228},
		"backups and templates":            {10042, 10062, 10064, 10066, 10067, 10068, 10072, 10073, 10130},
		"the cluster's own administration": {10040, 10044, 10075, 10202, 10224},
		"atomic and fast-ingest batches":   {10174, 10175, 10176, 10177, 10179, 10199, 10200, 10201, 10205, 10206, 10207, 10208, 10210, 10211},
	}
}

func TestEveryCodeOfTheServerIsClassified(t *testing.T) {
	t.Parallel()
	exempt := map[int]string{}
	for why, codes := range neverAsked() {
		for _, c := range codes {
			require.Empty(t, exempt[c], "%d is listed twice", c)
			exempt[c] = why
		}
	}
	codes := map[int]bool{}
	for _, e := range server.ApiErrors {
		code := int(e.ErrCode)
		codes[code] = true
		_, known := classOfCode(code)
		known = known || code == storeFailed
		require.True(t, known != (exempt[code] != ""), "%d (%s): in the table %t, exempt %q", code, e.Description, known, exempt[code])
	}
	for code := range exempt {
		require.True(t, codes[code], "%d is no code of this server", code)
	}
	for code := range 20000 {
		if _, known := classOfCode(code); known {
			require.True(t, codes[code], "%d is no code of this server", code)
		}
	}
}

func api(status, code int, description string) error {
	return fmt.Errorf("write NEWS: %w", &jetstream.APIError{Code: status, ErrorCode: jetstream.ErrorCode(code), Description: description})
}

func TestAnErrorIsClassifiedOnce(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		err    error
		class  Class
		reason contract.Reason
	}{
		{api(400, 10097, "header size exceeds maximum allowed of 64k"), Permanent, contract.ReasonRefused},
		{api(400, 10071, "wrong last sequence: 5"), Conflict, contract.ReasonBroker},
		{api(409, 10158, "duplicate message id is in process"), Conflict, contract.ReasonBroker},
		{api(503, 10077, "maximum bytes exceeded"), Full, contract.ReasonFull},
		{api(503, 10077, "maximum messages exceeded"), Full, contract.ReasonFull},
		{api(503, 10077, "message too large"), Permanent, contract.ReasonRefused},
		{api(503, 10077, "store is closed"), Outage, contract.ReasonBroker},
		{api(503, 10077, "lmb missing"), Outage, contract.ReasonBroker},
		{api(503, 10008, "JetStream system temporarily unavailable"), Outage, contract.ReasonBroker},
		{api(404, 10059, "stream not found"), Outage, contract.ReasonBroker},
		// codes that no table holds yet
		{api(400, 19999, "new"), Permanent, contract.ReasonRefused},
		{api(404, 19999, "new"), Outage, contract.ReasonBroker},
		{api(408, 19999, "new"), Outage, contract.ReasonBroker},
		{api(409, 19999, "new"), Conflict, contract.ReasonBroker},
		{api(412, 19999, "new"), Conflict, contract.ReasonBroker},
		{api(429, 19999, "new"), Outage, contract.ReasonBroker},
		{api(500, 19999, "new"), Outage, contract.ReasonBroker},
		{api(503, 19999, "new"), Outage, contract.ReasonBroker},
		// of the client
		{fmt.Errorf("x: %w", nats.ErrMaxPayload), Permanent, contract.ReasonRefused},
		{jetstream.ErrStreamNotFound, Outage, contract.ReasonBroker},
		{jetstream.ErrConsumerNotFound, Outage, contract.ReasonBroker},
		{jetstream.ErrMsgNotFound, Permanent, contract.ReasonRefused},
		{jetstream.ErrKeyExists, Conflict, contract.ReasonBroker},
		{jetstream.ErrKeyRevisionMismatch, Conflict, contract.ReasonBroker},
		{jetstream.ErrObjectNotFound, Permanent, contract.ReasonRefused},
		{jetstream.ErrMaximumConsumersLimit, Full, contract.ReasonFull},
		{jetstream.ErrNoStreamResponse, Outage, contract.ReasonBroker},
		{jetstream.ErrInvalidJSAck, Outage, contract.ReasonBroker},
		{nats.ErrNoResponders, Outage, contract.ReasonBroker},
		{nats.ErrTimeout, Outage, contract.ReasonBroker},
		{nats.ErrConnectionClosed, Outage, contract.ReasonBroker},
		{nats.ErrReconnectBufExceeded, Outage, contract.ReasonBroker},
		{nats.ErrAuthorization, Outage, contract.ReasonBroker},
		{nats.ErrPermissionViolation, Outage, contract.ReasonBroker},
		{context.DeadlineExceeded, Outage, contract.ReasonBroker},
		{context.Canceled, Outage, contract.ReasonBroker},
		{errors.New("something else"), Outage, contract.ReasonBroker},
	} {
		require.Equal(t, c.class.String(), Classify(c.err).String(), "%v", c.err)
		require.Equal(t, c.reason, ReasonOf(c.err), "%v", c.err)
	}
}

// What a real server says is what the table expects of it.
func TestWhatTheServerRefusesIsClassified(t *testing.T) {
	t.Parallel()
	js := jetStream(t)
	_, err := js.CreateStream(t.Context(), jetstream.StreamConfig{Name: "S", Subjects: []string{"s.>"}, MaxBytes: 1000, MaxMsgSize: 900, Discard: jetstream.DiscardNew})
	require.NoError(t, err)
	publish := func(size int, header ...string) error {
		h := nats.Header{}
		if len(header) > 0 {
			h[header[0]] = header[1:]
		}
		_, err := Publish(t.Context(), js, &nats.Msg{Subject: "s.a", Header: h, Data: make([]byte, size)})
		return err
	}
	require.Equal(t, Permanent, Classify(publish(901)), "max_msg_size")
	require.Equal(t, Conflict, Classify(publish(1, jetstream.ExpectedLastSeqHeader, "9")))
	require.Equal(t, Permanent, Classify(publish(1, "Nats-TTL", "5s")), "no TTL on this stream")
	require.Equal(t, Permanent, Classify(publish(9<<20)), "max_payload")
	require.NoError(t, publish(700))
	require.Equal(t, Full, Classify(publish(700)))
	require.NoError(t, js.DeleteStream(t.Context(), "S"))
	require.Equal(t, Outage, Classify(publish(1)), "a stream that is gone")
	_, err = js.CreateStream(t.Context(), jetstream.StreamConfig{Name: "S", Subjects: []string{"s.>"}})
	require.NoError(t, err)
	require.Equal(t, Permanent, Classify(publish(1, "X", string(slices.Repeat([]byte("x"), 70_000)))), "64 KiB of headers")
}

func jetStream(t *testing.T) jetstream.JetStream {
	t.Helper()
	js, err := jetstream.New(localtest.Conn(t, localtest.NATS(t).URL()))
	require.NoError(t, err)
	return js
}
