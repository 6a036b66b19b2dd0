package console

import (
	"time"

	"samling/internal/event"
)

func (p editPage) categoryNames(ev *event.Event) string {
	var names []string
	for _, c := range ev.OfferedCategories() {
		names = append(names, c.Name)
	}
	if names == nil {
		return p.T("editor.categories_none")
	}
	return join(", ", names...)
}

func (p editPage) waitingSummary(ev *event.Event) string {
	switch {
	case !ev.HasWaitingList:
		return p.T("editor.waiting_none")
	case ev.OfferHours == 0:
		return p.T("editor.waiting_automatic")
	}
	return p.T("editor.waiting_offers", "Count", ev.OfferHours)
}

// gatesSummary names what stands between a sign-up and a place.
func (p editPage) gatesSummary(ev *event.Event) string {
	var all []string
	for _, gate := range []struct {
		stands bool
		key    string
	}{
		{ev.InviteOnly, "editor.gate_invite_only"}, {ev.Unlisted, "editor.gate_unlisted"},
		{ev.NeedsApproval, "editor.gate_approval"}, {ev.VerifyHours > 0, "editor.gate_verify"},
	} {
		if gate.stands {
			all = append(all, p.T(gate.key))
		}
	}
	if all == nil {
		return p.T("editor.gates_none")
	}
	return join(", ", all...)
}

// changesSummary says until when people can change and cancel.
func (p editPage) changesSummary(ev *event.Event) string {
	until := func(t *time.Time, otherwise string) string {
		if t == nil {
			return p.T(otherwise)
		}
		return p.DayMoment(ev.LastMomentOf(*t))
	}
	return p.T("editor.changes_sum", "Change", until(ev.ChangeBy, "editor.until_start"), "Cancel", until(ev.CancelBy, "editor.until_end"))
}
