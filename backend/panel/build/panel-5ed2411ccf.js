import{m140_CodeField as o,m140_PasswordField as s}from"./panel-bb6186186e.js";export{o as a,s as b};
