package contract

import (
	"encoding/json"
	"hash/fnv"
	"strconv"
	"time"

	"github.com/nats-io/nats.go"
)

// ViewShard gives the shard of an article's views: the same for ever, in every process.
func ViewShard(article string) int {
	h := fnv.New32a()
	_, _ = h.Write([]byte(article))
	return int(h.Sum32() % ViewShards)
}

// ForgetViews makes the message on VIEWS that removes the counts and the record of an
// article which was taken down, by what stands on NEWS at a sequence: in its place among
// the views, so that it is done once and in order.
func ForgetViews(article string, sequence uint64, now time.Time) (*nats.Msg, error) {
	data, err := json.Marshal(struct {
		Forget []string `json:"f"`
		At     int64    `json:"at"`
	}{[]string{article}, now.Unix()})
	return &nats.Msg{Subject: ViewsSubject(ViewShard(article)), Data: data,
		Header: nats.Header{HeaderMsgID: {"forget-" + article + "-" + strconv.FormatUint(sequence, 10)}}}, err
}
