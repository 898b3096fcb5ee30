import{m140_CodeField as o,m140_PasswordField as s}from"./panel-0fb6090c3f.js";export{o as a,s as b};
