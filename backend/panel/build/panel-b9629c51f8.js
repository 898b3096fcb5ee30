import{m140_CodeField as o,m140_PasswordField as s}from"./panel-13e2f6c83b.js";export{o as a,s as b};
