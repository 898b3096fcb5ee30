import{m140_CodeField as o,m140_PasswordField as s}from"./panel-93ebbe23a5.js";export{o as a,s as b};
