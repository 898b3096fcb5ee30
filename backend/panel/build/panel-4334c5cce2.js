import{m133_CodeField as o,m133_PasswordField as s}from"./panel-9c9a5c790a.js";export{o as a,s as b};
