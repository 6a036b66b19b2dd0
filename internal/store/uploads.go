package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"

	"samling/internal/event"
)

// mostWaiting is how many bytes all files together may have that wait for a form:
// strangers must not be able to fill the disk.
const mostWaiting = 4 << 30

// KeepUpload writes down a file that came with a form. It is written before the
// file itself, so that every file is known. ErrTooMany means that there is no room.
func (s *Store) KeepUpload(ctx context.Context, u *event.Upload, now time.Time) error {
	now = moment(now)
	return s.transaction(ctx, func(tx *gorm.DB) error {
		var waiting int64
		sum := tx.Model(&event.Upload{}).Where("registration_id IS NULL").Select("coalesce(sum(size), 0)")
		if err := sum.Scan(&waiting).Error; err != nil {
			return fmt.Errorf("add up uploads: %w", err)
		}
		if waiting+u.Size > mostWaiting {
			return event.ErrTooMany
		}
		u.ID, u.CreatedAt = 0, now
		return tx.Create(u).Error
	})
}

// Upload finds a file that was sent for an event.
func (s *Store) Upload(ctx context.Context, eventID, id uint) (event.Upload, error) {
	return oneUpload(s.read.WithContext(ctx), eventID, id)
}

func oneUpload(tx *gorm.DB, eventID, id uint) (event.Upload, error) {
	var u event.Upload
	err := tx.Where("event_id = ? AND id = ?", eventID, id).Take(&u).Error
	return u, notFound(err)
}

// FetchUpload finds the file with which somebody answered a question, and writes
// down that it was fetched.
func (s *Store) FetchUpload(ctx context.Context, by event.Actor, r *event.Registration, q *event.Question, now time.Time) (event.Upload, error) {
	now = moment(now)
	var u event.Upload
	err := s.transaction(ctx, func(tx *gorm.DB) (err error) {
		if _, err := lockOwnEvent(tx, by, r.EventID); err != nil {
			return err
		}
		if q.Sensitive {
			if err := readSensitive(tx, r); err != nil {
				return err
			}
		}
		if u, err = oneUpload(tx, r.EventID, event.UploadID(r.Said(q, q.Sensitive))); err != nil {
			return err
		}
		detail := map[string]string{"question": q.Label}
		return s.audit(tx, by, event.Entry{Verb: "participant.file_fetched", EventID: &r.EventID, RegistrationID: &r.ID, Detail: detail}, now)
	})
	return u, err
}

// claimUploads gives a registration the files among its answers, and lets go of
// those that no longer are. A file has one owner; colleagues of one form may share
// it, and those in taken have it already.
func claimUploads(tx *gorm.DB, ev *event.Event, r *event.Registration, now time.Time, taken map[uint]bool) error {
	var ids []uint
	for _, id := range r.UploadIDs(ev.Questions) {
		if !taken[id] {
			ids = append(ids, id)
			taken[id] = true
		}
	}
	if len(ids) == 0 {
		return nil
	}
	free := tx.Model(&event.Upload{}).
		Where("id IN ? AND event_id = ? AND (registration_id = ? OR registration_id IS NULL AND created_at > ?)", ids, ev.ID, r.ID, now.Add(-event.UploadLife)).
		Update("registration_id", r.ID)
	switch {
	case free.Error != nil:
		return fmt.Errorf("claim uploads: %w", free.Error)
	case free.RowsAffected != int64(len(ids)):
		return event.ErrUploadGone
	}
	return nil
}

// changeUploads is claimUploads for a registration that had answers before.
func changeUploads(tx *gorm.DB, ev *event.Event, r *event.Registration, now time.Time) error {
	ids := append(r.UploadIDs(ev.Questions), 0) // of nothing, for the list is not to be empty
	if err := tx.Model(&event.Upload{}).Where("registration_id = ? AND id NOT IN ?", r.ID, ids).Update("registration_id", nil).Error; err != nil {
		return fmt.Errorf("let go of uploads: %w", err)
	}
	var theirs []uint // shared with a colleague who owns them
	if err := tx.Model(&event.Upload{}).Where("id IN ? AND registration_id <> ?", ids, r.ID).Pluck("id", &theirs).Error; err != nil {
		return fmt.Errorf("look for uploads of colleagues: %w", err)
	}
	taken := map[uint]bool{}
	for _, id := range theirs {
		taken[id] = true
	}
	return claimUploads(tx, ev, r, now, taken)
}

// purgeAtOnce is how many uploads one step of a purge takes.
const purgeAtOnce = 200

// PurgeUploads removes files that no registration has, an hour after they could
// last have been claimed. A file goes before its row, so that none is forgotten.
func (s *Store) PurgeUploads(ctx context.Context, now time.Time, remove func(file string) error) error {
	before := moment(now.Add(-event.UploadLife - time.Hour))
	for {
		var old []event.Upload
		err := s.write.WithContext(ctx).Where("registration_id IS NULL AND created_at < ?", before).Order("id").Limit(purgeAtOnce).Find(&old).Error
		if err != nil || len(old) == 0 {
			return err
		}
		var ids []uint
		for _, u := range old {
			if err = remove(u.File); err != nil {
				break
			}
			ids = append(ids, u.ID)
		}
		if len(ids) > 0 {
			err = errors.Join(err, s.write.WithContext(ctx).Where("id IN ? AND registration_id IS NULL", ids).Delete(&event.Upload{}).Error)
		}
		if err != nil {
			return fmt.Errorf("purge uploads: %w", err)
		}
	}
}
