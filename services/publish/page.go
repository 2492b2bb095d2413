package publish

import (
	"context"
	"net/http"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/wireroom/wireroom/pkg/consumer"
	"github.com/wireroom/wireroom/pkg/operator"
	"github.com/wireroom/wireroom/pkg/service"
	"github.com/wireroom/wireroom/services/publish/internal/access"
	"github.com/wireroom/wireroom/services/publish/internal/api"
	"github.com/wireroom/wireroom/services/publish/internal/page"
	"github.com/wireroom/wireroom/services/publish/internal/session"
	"github.com/wireroom/wireroom/services/publish/internal/views"
)

// who is who may read and operate.
type who struct {
	access    *access.Access
	consumers *consumer.Store // nil: nobody has a key
	operators *operator.Store // the same
}

// whoMay reads the consumers and operators files, if there are any.
func (c Config) whoMay(ctx context.Context, rt *service.Runtime, store *consumer.Store) (w who, err error) {
	anonymous := c.Publish.Anonymous != "no"
	switch {
	case store != nil:
		w.consumers, anonymous = store, c.Publish.Anonymous == "yes"
	case c.Consumers != "":
		if w.consumers, err = consumer.Watch(ctx, c.Consumers, rt.Log); err != nil {
			return w, err
		}
		anonymous = c.Publish.Anonymous == "yes"
	}
	if c.Operators != "" {
		if w.operators, err = operator.Watch(ctx, c.Operators, rt.Log); err != nil {
			return w, err
		}
	}
	w.access = access.New(w.consumers, anonymous)
	if store != nil && c.Publish.Anonymous != "no" {
		w.access.UntilFile()
	}
	return w, nil
}

// connectWorks connects as the user for the works; nil where there is none.
func (c Config) connectWorks(ctx context.Context, rt *service.Runtime) (*nats.Conn, error) {
	if c.Works.User == "" && c.Works.Creds == "" {
		return nil, nil
	}
	cfg := c.NATS
	cfg.User, cfg.Password, cfg.Creds, cfg.Token, cfg.Inbox = c.Works.User, c.Works.Password, c.Works.Creds, service.Secret{}, ""
	return rt.ConnectNATSBeside(ctx, cfg, "works")
}

func (p *publisher) pageDeps(d Deps, js jetstream.JetStream, rt *service.Runtime, w who, list *api.List, counts *views.Service, admission *api.Admission, mux *http.ServeMux) page.Deps {
	works := js
	if d.Works != nil {
		if other, err := jetstream.New(d.Works); err == nil {
			works = other
		}
	}
	return page.Deps{News: p.news, Articles: list.Articles, API: mux, Access: w.access, Consumers: w.consumers, Operators: w.operators,
		Views: func(ctx context.Context, article string) (page.Views, error) {
			told, err := counts.Tell(ctx, []string{article})
			return page.Views{Views: told[article].Views, Unique: told[article].Viewers}, err
		},
		Sessions: session.New(session.InBucket(counts.Bucket), rt.Clock), Caller: admission.Caller, Works: works, Health: checks(rt.Admin), Clock: rt.Clock, Log: rt.Log}
}

// checks gives the results of a process's checks.
func checks(admin *service.Admin) func(context.Context) map[string]string {
	return func(ctx context.Context) map[string]string {
		health, _ := admin.Health(ctx)
		return health.Checks
	}
}
