"""The columns of the export's tables; all that are listed are known, and those needed are named apart."""

from __future__ import annotations

from luminary.collect.jsonrows import field_names

MESSAGES = field_names("""
    id replied_to_id parent_id thread_id conversation_id group_id group_name participants in_private_group
    in_private_conversation sender_id sender_type sender_name sender_email body delegate_id api_url
    attachments deleted_by_id deleted_by_type created_at deleted_at title html_body message_type
    gdpr_delete_url closed
""")
"""``id`` equals ``thread_id`` where a thread begins; ``null`` stands for no value."""

USERS = field_names("""
    id name email job_title location department api_url deleted_by_id deleted_by_type joined_at deleted_at
    suspended_by_id suspended_by_type suspended_at guid state user_cover_image_url
""")

GROUPS = field_names("""
    id name description private moderated api_url created_by_id created_by_type created_at updated_at
    deleted_by_id deleted_by_type deleted_at external cover_image_url creator_id creator_type
""")

NEEDED = {
    "messages.csv": ("id", "sender_id", "body", "created_at"),
    "users.csv": ("id", "name"),
    "groups.csv": ("id", "name"),
}
"""Without these columns nothing in the file can be used."""
