import{m140_CodeField as o,m140_PasswordField as s}from"./panel-4b3f2c8c5a.js";export{o as a,s as b};
