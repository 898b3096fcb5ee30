import{m186_MAX_FILES as e,m186_createUploads as f,m186_isPassing as i,m186_kindsOf as r,m186_refusalOf as _,m186_writtenOf as m}from"./panel-806aa8423a.js";export{e as a,m as b};
