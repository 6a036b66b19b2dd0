package store

import (
	"context"
	"fmt"
	"iter"

	"gorm.io/gorm"

	"samling/internal/event"
)

// WithTies gives registrations what they have to do with others and with the
// programme on the way, some at a time.
func (s *Store) WithTies(ctx context.Context, regs iter.Seq2[event.Registration, error]) iter.Seq2[event.Registration, error] {
	return inParts(regs, func(part []event.Registration, _ []uint) error { return s.ReadTies(ctx, part) })
}

// ReadTies reads what the registrations have to do with others and with the
// programme.
func (s *Store) ReadTies(ctx context.Context, regs []event.Registration) error {
	var ids, groupIDs, inviteIDs []uint
	for _, r := range regs {
		ids = append(ids, r.ID)
		if r.GroupID != nil {
			groupIDs = append(groupIDs, *r.GroupID)
		}
		if r.InviteID != nil {
			inviteIDs = append(inviteIDs, *r.InviteID)
		}
	}
	tx := s.read.WithContext(ctx)
	groups, err := rowsByID(tx, groupIDs, func(g event.Group) uint { return g.ID })
	if err != nil {
		return fmt.Errorf("read groups: %w", err)
	}
	invites, err := rowsByID(tx, inviteIDs, func(i event.Invite) uint { return i.ID })
	if err != nil {
		return fmt.Errorf("read invites: %w", err)
	}
	sessions, err := s.SessionChoices(ctx, ids...)
	if err != nil {
		return fmt.Errorf("read chosen sessions: %w", err)
	}
	for i := range regs {
		r := &regs[i]
		r.Ties = event.Ties{Sessions: sessions[r.ID]}
		if r.GroupID != nil {
			r.Ties.Group = groups[*r.GroupID]
		}
		if r.InviteID != nil {
			r.Ties.Invite = invites[*r.InviteID]
		}
	}
	return nil
}

// GroupOf finds a group of colleagues at an event by its id.
func (s *Store) GroupOf(ctx context.Context, eventID, id uint) (event.Group, error) {
	var g event.Group
	err := s.read.WithContext(ctx).Where("event_id = ? AND id = ?", eventID, id).Take(&g).Error
	return g, notFound(err)
}

// rowsByID reads rows by their ids.
func rowsByID[T any](tx *gorm.DB, ids []uint, id func(T) uint) (map[uint]*T, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	var rows []T
	err := tx.Where("id IN ?", ids).Find(&rows).Error
	all := map[uint]*T{}
	for i := range rows {
		all[id(rows[i])] = &rows[i]
	}
	return all, err
}
